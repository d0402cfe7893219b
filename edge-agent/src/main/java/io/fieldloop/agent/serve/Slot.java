package io.fieldloop.agent.serve;

import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.tensor.Tensor;
import java.util.List;

/**
 * The tensors of one request on its way through a model: its inputs are filled from the socket, and its outputs sent to it,
 * in place. One thread at a time; given back by {@link #close()}.
 */
final class Slot implements AutoCloseable {
    private final ServedModel model;
    private final List<List<Integer>> shapes;
    private final Invocation invocation;
    private final Deadlines deadlines;

    /** Guarded by this, as the next. */
    private boolean running;

    private long deadlineNanos;

    Slot(ServedModel model, List<List<Integer>> shapes, Invocation invocation, Deadlines deadlines) {
        this.model = model;
        this.shapes = shapes;
        this.invocation = invocation;
        this.deadlines = deadlines;
    }

    List<List<Integer>> shapes() {
        return shapes;
    }

    /** The length of the first axis of the first input; 1 where it has none. */
    int batch() {
        return shapes.isEmpty() || shapes.getFirst().isEmpty()
                ? 1
                : shapes.getFirst().getFirst();
    }

    Tensor input(int i) {
        return invocation.input(i);
    }

    Tensor output(int i) {
        return invocation.output(i);
    }

    /**
     * Runs the model on this thread.
     *
     * @throws ApiException if the deadline passed meanwhile
     */
    void run(long deadline) throws ApiException, ModelException {
        long start = System.nanoTime();
        begin(deadline);
        try {
            invocation.run();
        } catch (ModelException e) {
            if (e.reason() == ModelException.Reason.CANCELLED) {
                throw Runner.late();
            }
            throw e;
        } finally {
            end();
        }
        model.statistics().ran(batch(), System.nanoTime() - start);
    }

    private void begin(long deadline) throws ApiException {
        if (System.nanoTime() - deadline >= 0) {
            throw Runner.late();
        }
        synchronized (this) {
            running = true;
            deadlineNanos = deadline;
        }
    }

    private synchronized void end() {
        running = false;
    }

    synchronized void cancelIfOverdue(long now) {
        if (running && now - deadlineNanos >= 0) {
            invocation.cancel();
        }
    }

    /** Frees the tensors for good. */
    void discard() {
        deadlines.forget(this);
        invocation.close();
    }

    @Override
    public void close() {
        model.takeBack(this);
    }
}
