package io.fieldloop.lab.bench;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.runtime.ModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that ask a pool at a steady pace, as cameras do, and judge each answer. */
final class Callers {
    private static final int COUNT = 4;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final InferencePool pool;
    private final Exam exam;
    private volatile boolean over;

    /** The least version that may answer what is asked from now on. */
    private volatile int serving;

    Callers(InferencePool pool, Exam exam) {
        this.pool = pool;
        this.exam = exam;
    }

    /** What goes on while they ask. */
    @FunctionalInterface
    interface Meanwhile {
        void run() throws IOException, ModelException, InterruptedException;
    }

    /**
     * What became of their requests.
     *
     * @param lost got no answer
     * @param wrong got another answer than the version that it names gives, or that of a version which had been replaced before they
     *     asked
     * @param nanos from the question to the answer, of each that was answered
     */
    record Outcome(long lost, long wrong, List<Long> nanos) {
        Outcome {
            nanos = List.copyOf(nanos);
        }

        Outcome and(Outcome other) {
            List<Long> both = new ArrayList<>(nanos);
            both.addAll(other.nanos);
            return new Outcome(lost + other.lost, wrong + other.wrong, both);
        }
    }

    /** No older version may answer what is asked from now on. */
    void serves(int version) {
        serving = version;
    }

    /** Has them ask until {@code meanwhile} is done, which the calling thread does. */
    Outcome askDuring(Meanwhile meanwhile) throws IOException, ModelException, InterruptedException {
        over = false;
        try (ExecutorService threads = Executors.newFixedThreadPool(COUNT)) {
            List<Future<Outcome>> asking = new ArrayList<>();
            for (int caller = 0; caller < COUNT; caller++) {
                asking.add(threads.submit((Callable<Outcome>) this::ask));
            }
            try {
                meanwhile.run();
            } finally {
                over = true;
            }
            return together(asking);
        }
    }

    private static Outcome together(List<Future<Outcome>> asking) throws InterruptedException {
        var all = new Outcome(0, 0, List.of());
        for (Future<Outcome> one : asking) {
            try {
                all = all.and(one.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a caller failed", e.getCause());
            }
        }
        return all;
    }

    private Outcome ask() throws InterruptedException {
        long lost = 0;
        long wrong = 0;
        List<Long> nanos = new ArrayList<>();
        long next = System.nanoTime();
        for (int i = 0; !over; i = (i + 1) % exam.images().size()) {
            int oldest = serving;
            long begun = System.nanoTime();
            try {
                Answer answer = pool.infer(new Content.OfImage(exam.images().get(i)));
                nanos.add(System.nanoTime() - begun);
                if (!exam.isRight(i, answer) || answer.model().version() < oldest) {
                    wrong++;
                }
            } catch (NoModelException | ModelException _) {
                lost++;
            }
            next = Math.max(next + PACE_NANOS, begun);
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        }
        return new Outcome(lost, wrong, nanos);
    }
}
