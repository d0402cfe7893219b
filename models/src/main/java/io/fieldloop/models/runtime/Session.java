package io.fieldloop.models.runtime;

import io.fieldloop.models.tensor.TensorSpec;
import java.util.List;

/** A loaded model. Any thread. */
public interface Session extends AutoCloseable {
    /** What goes in, in the order of the model. */
    List<TensorSpec> inputs();

    /** What comes out, in the order of the model. */
    List<TensorSpec> outputs();

    /** What computes it, such as {@code cpu} or {@code xnnpack}. */
    String accelerator();

    /**
     * Prepares the buffers of one worker.
     *
     * @param batch the length of every input's first axis where that is free; where it is fixed it must be the same
     * @throws IllegalArgumentException if no tensor can have this batch, such as one below 1
     * @throws ModelException if the model cannot run this batch, an axis other than the first is free, or the session is
     *     closed
     */
    Invocation newInvocation(int batch) throws ModelException;

    /**
     * Refuses new invocations. What is native is freed when the last open invocation is closed, so a session may be closed
     * while it runs.
     */
    @Override
    void close();
}
