package io.fieldloop.agent.inference;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.message.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a pool. Each has a slot, and with it a predictor of the version that serves; one that is busy with a version that
 * serves no more is replaced in its slot, and ends after what it has in hand. Any thread.
 */
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final ModelName model;
    private final BlockingQueue<Request> queue;
    private final AtomicReference<@Nullable Standby> current;
    private final Score score;
    private final BroughtOutputs brought;

    /** The worker of each slot; guarded by itself. */
    private final List<Worker> workers = new ArrayList<>();

    private volatile boolean closed;

    Workers(
            ModelName model,
            BlockingQueue<Request> queue,
            AtomicReference<@Nullable Standby> current,
            Score score,
            BroughtOutputs brought) {
        this.model = model;
        this.queue = queue;
        this.current = current;
        this.score = score;
        this.brought = brought;
    }

    void start(int count) {
        synchronized (workers) {
            for (int slot = 0; slot < count; slot++) {
                workers.add(new Worker(slot));
            }
            workers.forEach(worker -> worker.thread.start());
        }
    }

    int count() {
        synchronized (workers) {
            return workers.size();
        }
    }

    void relieveBusyWith(Standby before) {
        synchronized (workers) {
            for (int slot = 0; slot < workers.size() && !closed; slot++) {
                if (workers.get(slot).busyWith == before) {
                    workers.get(slot).relieved = true;
                    workers.set(slot, new Worker(slot));
                    workers.get(slot).thread.start();
                }
            }
        }
    }

    /** Stops them after what they have in hand. */
    @Override
    public void close() {
        closed = true;
        List<Worker> last;
        synchronized (workers) {
            last = List.copyOf(workers);
        }
        last.forEach(worker -> worker.thread.interrupt());
        try {
            for (Worker worker : last) {
                worker.thread.join(CLOSE_PATIENCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes requests, one after the other, with the predictor of its slot. */
    private final class Worker implements Runnable {
        private final int slot;
        private final Thread thread;
        private volatile @Nullable Standby busyWith;

        /** Another worker has its slot; it ends after what it has in hand. */
        private volatile boolean relieved;

        Worker(int slot) {
            this.slot = slot;
            this.thread = Thread.ofPlatform()
                    .name("inference-%s-".formatted(model), slot)
                    .daemon()
                    .unstarted(this);
        }

        @Override
        public void run() {
            try {
                while (!closed && !relieved) {
                    Request request = queue.take();
                    if (!request.isAbandoned()) {
                        serve(request);
                    }
                }
            } catch (InterruptedException _) {
                // Only close() interrupts a worker.
            }
        }

        private void serve(Request request) {
            Standby standby = enterCurrent();
            if (standby == null) {
                request.unserved();
                return;
            }
            try {
                answer(request, standby, slot);
            } finally {
                busyWith = null;
                standby.leave();
            }
        }

        /** Says what it is busy with before it looks again, so that a swap either sees that or is seen here. */
        private @Nullable Standby enterCurrent() {
            for (Standby standby = current.get(); standby != null; standby = current.get()) {
                if (standby.enter()) {
                    busyWith = standby;
                    if (current.get() == standby) {
                        return standby;
                    }
                    busyWith = null;
                    standby.leave();
                }
            }
            return null;
        }
    }

    /** The outermost frame of a request: whatever the model does, the caller hears of it and the worker lives on. */
    private void answer(Request request, Standby standby, int slot) {
        Watch watch = standby.watch();
        watch.begun();
        try {
            long start = System.nanoTime();
            Prediction prediction = standby.predictor(slot).predict(request.content());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            score.answered(took);
            watch.answered(took.toNanos() / 1000, prediction);
            request.answered(new Answer(
                    standby.served().model(),
                    prediction,
                    took,
                    brought.of(standby.loaded().session().outputs(), standby.predictor(slot))));
            standby.observe();
        } catch (ModelException e) {
            fail(request, e, watch);
        } catch (RuntimeException | Error e) {
            LOG.error("model={} failed in an unforeseen way", standby.served().model(), e);
            fail(request, new ModelException(Reason.RUN_FAILED, "the inference failed: " + e, e), watch);
        }
    }

    private void fail(Request request, ModelException failure, Watch watch) {
        score.failed();
        watch.failed(String.valueOf(failure.getMessage()));
        request.failed(failure);
    }
}
