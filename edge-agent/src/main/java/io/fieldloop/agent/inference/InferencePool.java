package io.fieldloop.agent.inference;

import io.fieldloop.models.predict.Content;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.protocol.ModelName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the inferences of one model on a fixed number of platform threads. The version that serves can be swapped under
 * load: no request is lost, and each answer names the version that gave it. Any thread.
 */
public final class InferencePool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferencePool.class);

    private final ModelName model;
    private final BlockingQueue<Request> queue;
    private final AtomicReference<@Nullable Standby> current = new AtomicReference<>();
    private final Score score = new Score();
    private final BroughtOutputs brought = new BroughtOutputs();
    private final Workers workers;
    private volatile boolean closed;

    /** Notified when another version serves, or none, or the pool is closed. */
    private final Object changed = new Object();

    private volatile Runnable changeListener = () -> {};

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
        this.workers = new Workers(model, queue, current, score, brought);
        this.workers.start(workers);
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
     * Answers one content. Waits while the queue is full, and then for the answer.
     *
     * @throws NoModelException if no version serves
     * @throws ModelException if the model failed on it, or the pool is closed
     * @throws InterruptedException if the calling thread is interrupted; it is then not answered
     */
    public Answer infer(Content content) throws NoModelException, ModelException, InterruptedException {
        requireServing();
        Request request = new Request(content);
        queue.put(request);
        refuseIfClosed();
        return answerOf(request);
    }

    /**
     * Answers one content, if that takes no longer than {@code atMost}.
     *
     * @throws TimeoutException if it does; it is then left out, or, if a worker has it in hand, its answer is
     * @throws NoModelException if no version serves
     * @throws ModelException if the model failed on it, or the pool is closed
     * @throws InterruptedException if the calling thread is interrupted; it is then not answered
     */
    public Answer infer(Content content, Duration atMost)
            throws NoModelException, ModelException, TimeoutException, InterruptedException {
        requireServing();
        long begun = System.nanoTime();
        Request request = new Request(content);
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
        return Standby.of(next, workers.count());
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
            workers.relieveBusyWith(before);
            before.leave();
        }
        if (closed && next != null && current.compareAndSet(next, null)) {
            next.leave();
        }
    }

    /** What it did so far. */
    public Counters counters() {
        return score.counters();
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
        workers.close();
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
}
