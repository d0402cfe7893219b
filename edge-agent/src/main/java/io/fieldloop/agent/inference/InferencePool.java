package io.fieldloop.agent.inference;

import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.message.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the inferences of one model on a fixed number of platform threads. The version that serves can be swapped under
 * load: no request is lost, and each answer names the version that gave it. Any thread.
 */
public final class InferencePool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferencePool.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final ModelName model;
    private final BlockingQueue<Request> queue;

    /** The worker of each slot; guarded by itself. */
    private final List<Worker> workers = new ArrayList<>();

    private final AtomicReference<@Nullable Standby> current = new AtomicReference<>();
    private volatile boolean closed;

    /** Notified when another version serves, or none, or the pool is closed. */
    private final Object changed = new Object();

    private volatile Runnable changeListener = () -> {};

    private final LongAdder inferences = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Latencies latencies = new Latencies();
    private final BroughtOutputs brought = new BroughtOutputs();

    /**
     * Starts the workers; no version serves yet.
     *
     * @param model whose versions it serves
     * @param workers how many inferences run at a time, at least 1
     * @param queued how many more may wait, at least 1; further callers are held up
     */
    public InferencePool(ModelName model, int workers, int queued) {
        this.model = model;
        this.queue = new ArrayBlockingQueue<>(queued);
        for (int slot = 0; slot < workers; slot++) {
            this.workers.add(new Worker(slot));
        }
        this.workers.forEach(worker -> worker.thread.start());
    }

    /** The model whose versions it serves. */
    public ModelName model() {
        return model;
    }

    /** What serves now; empty when nothing does. */
    public Optional<Served> serving() {
        return Optional.ofNullable(current.get()).map(Standby::served);
    }

    /** Where the operators of the model that serves ran; empty before its first inference, or if nothing serves. */
    public Optional<Placement> placement() {
        return Optional.ofNullable(current.get()).map(Standby::placement);
    }

    /** The model that serves now, for those who ask it themselves; empty when none does. It may be closed at any moment. */
    public Optional<LoadedModel> loaded() {
        return Optional.ofNullable(current.get()).map(Standby::loaded);
    }

    /** Has answers bring this output of the model along from now on, if it has one of this name. */
    public void bring(String output) {
        brought.add(output);
    }

    /** Has {@code listener} called, by the thread that does it, each time that another version serves, or none; replaces an earlier one. */
    public void whenChanged(Runnable listener) {
        changeListener = listener;
    }

    /**
     * Waits until a version serves.
     *
     * @throws ModelException if the pool is closed
     */
    public void awaitServing() throws ModelException, InterruptedException {
        synchronized (changed) {
            while (current.get() == null && !closed) {
                changed.wait();
            }
        }
        if (closed) {
            throw closedException();
        }
    }

    /**
     * Answers one input. Waits while the queue is full, and then for the answer.
     *
     * @throws NoModelException if no version serves
     * @throws ModelException if the model failed on this input, or the pool is closed
     * @throws InterruptedException if the calling thread is interrupted; the input is then not answered
     */
    public Answer infer(Image image) throws NoModelException, ModelException, InterruptedException {
        requireServing();
        Request request = new Request(image);
        queue.put(request);
        refuseIfClosed();
        return answerOf(request);
    }

    /**
     * Answers one input, if that takes no longer than {@code atMost}.
     *
     * @throws TimeoutException if it does; the input is then left out, or, if a worker has it in hand, its answer is
     * @throws NoModelException if no version serves
     * @throws ModelException if the model failed on this input, or the pool is closed
     * @throws InterruptedException if the calling thread is interrupted; the input is then not answered
     */
    public Answer infer(Image image, Duration atMost)
            throws NoModelException, ModelException, TimeoutException, InterruptedException {
        requireServing();
        long begun = System.nanoTime();
        Request request = new Request(image);
        boolean queued = queue.offer(request, atMost.toNanos(), TimeUnit.NANOSECONDS);
        refuseIfClosed();
        Duration left = atMost.minusNanos(System.nanoTime() - begun);
        if (!queued || !request.isCompletedWithin(left)) {
            throw new TimeoutException("model %s gave no answer within %s".formatted(model, atMost));
        }
        return answerOf(request);
    }

    /** The workers may have gone before they could see what was queued last. */
    private void refuseIfClosed() {
        if (closed) {
            refuseQueued();
        }
    }

    private Answer answerOf(Request request) throws NoModelException, ModelException, InterruptedException {
        Answer answer = request.await();
        if (answer == null) {
            throw new NoModelException(model);
        }
        return answer;
    }

    private void requireServing() throws NoModelException, ModelException {
        if (closed) {
            throw closedException();
        }
        if (current.get() == null) {
            throw new NoModelException(model);
        }
    }

    /**
     * Prepares a model to serve, while another one may be serving. Takes {@code next} over: it is closed if this fails.
     *
     * @throws ModelException if the model cannot be run by this many workers
     */
    public Standby standBy(LoadedModel next) throws ModelException {
        synchronized (workers) {
            return Standby.of(next, workers.size());
        }
    }

    /**
     * Lets a model serve every request that a worker takes up from now on, and takes it over. The one before finishes what
     * it has in hand, and is then closed. Does not wait: a worker that is busy with the one before is replaced, so even one
     * that never comes back holds nobody up.
     */
    public void swap(Standby next) {
        replace(next);
        LOG.info(
                "model={} serves variant={}",
                next.served().model(),
                next.served().variant());
    }

    /** Lets no version serve. Requests that wait end with {@link NoModelException}. */
    public void clear() {
        replace(null);
    }

    private void replace(@Nullable Standby next) {
        Standby before = current.getAndSet(next);
        signalChange();
        if (before != null) {
            relieveBusyWith(before);
            before.leave();
        }
        if (closed && next != null && current.compareAndSet(next, null)) {
            next.leave();
        }
    }

    private void relieveBusyWith(Standby before) {
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

    /** What it did so far. */
    public Counters counters() {
        return new Counters(inferences.sum(), failed.sum(), latencies.percentile(0.50), latencies.percentile(0.95));
    }

    /** What was answered since this was last asked, or another version began to serve; at most the latest 512 answers. */
    public Recent recent() {
        Standby serving = current.get();
        return serving == null ? Recent.NONE : serving.watch().recent();
    }

    /** What the version that serves has done since it began to; empty when none serves. */
    public Optional<Tally> tally() {
        return Optional.ofNullable(current.get()).map(serving -> serving.watch().tally());
    }

    /** Stops the workers after what they have in hand, fails what still waits, and closes the model. */
    @Override
    public void close() {
        closed = true;
        signalChange();
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
        refuseQueued();
        replace(null);
    }

    private void signalChange() {
        synchronized (changed) {
            changed.notifyAll();
        }
        changeListener.run();
    }

    private void refuseQueued() {
        for (Request request = queue.poll(); request != null; request = queue.poll()) {
            request.failed(closedException());
        }
    }

    private ModelException closedException() {
        return new ModelException(Reason.CLOSED, "the inferences of model %s have ended".formatted(model));
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
                    .name("inference-%s-%d".formatted(model, slot))
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
            Prediction prediction = standby.predictor(slot).predict(request.image());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            inferences.increment();
            latencies.record(took.toNanos() / 1000);
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
        failed.increment();
        watch.failed(String.valueOf(failure.getMessage()));
        request.failed(failure);
    }
}
