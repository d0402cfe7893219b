package io.fieldloop.models.runtime;

import io.fieldloop.models.tensor.Tensor;

/**
 * The buffers of one worker: fill the inputs, run, read the outputs, again and again. One thread at a time; only
 * {@link #close()} may come from another thread, and waits for a run to end.
 */
public interface Invocation extends AutoCloseable {
    /** The memory of input {@code i}; the same tensor every time. */
    Tensor input(int i);

    /** The memory of output {@code i}, overwritten by each run; the same tensor every time. */
    Tensor output(int i);

    /**
     * Computes the outputs from the inputs.
     *
     * @throws ModelException if the library fails, or this is closed
     */
    void run() throws ModelException;

    /** Frees what is native. The tensors must not be used any more. */
    @Override
    void close();
}
