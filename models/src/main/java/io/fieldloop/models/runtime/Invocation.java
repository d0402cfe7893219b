package io.fieldloop.models.runtime;

import io.fieldloop.models.tensor.Tensor;

/**
 * The buffers of one worker: fill the inputs, run, read the outputs, again and again. One thread at a time; only
 * {@link #cancel()} and {@link #close()} may come from another thread, and {@link #close()} waits for a run to end.
 */
public interface Invocation extends AutoCloseable {
    /** The memory of input {@code i}; the same tensor every time. */
    Tensor input(int i);

    /**
     * The memory of output {@code i}, overwritten by each run; the same tensor every time. Where its shape is known only by
     * running, its {@link Tensor#spec()} has free axes before the first run, and after each run tells what came out.
     */
    Tensor output(int i);

    /**
     * Computes the outputs from the inputs.
     *
     * @throws ModelException if the library fails, an output is no tensor or too large, {@link #cancel()} was called
     *     meanwhile, or this is closed
     */
    void run() throws ModelException;

    /**
     * Asks the run that is under way to stop; without one it has no effect. The run throws {@link ModelException} with
     * {@link ModelException.Reason#CANCELLED} as soon as the library looks, which it does between two operators: one that takes
     * long, or all that a delegate has taken over as one, is finished first. The invocation can be run again.
     */
    void cancel();

    /** Frees what is native. The tensors must not be used any more. */
    @Override
    void close();
}
