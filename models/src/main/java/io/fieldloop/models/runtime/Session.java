package io.fieldloop.models.runtime;

import io.fieldloop.models.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A loaded model. Any thread. */
public interface Session extends AutoCloseable {
    /** What goes in, in the order of the model. */
    List<TensorSpec> inputs();

    /** What comes out, in the order of the model. */
    List<TensorSpec> outputs();

    /** What computes it, such as {@code cpu} or {@code xnnpack}; where it was asked for, the accelerator's name. */
    String accelerator();

    /**
     * Where its operators run. The first call ends the record.
     *
     * @throws ModelException if it was not loaded to be observed, has not run yet, or the record cannot be read
     */
    Placement placement() throws ModelException;

    /**
     * What the file tells about itself: {@code graph}, {@code producer}, {@code domain}, {@code description} and
     * {@code version} where it says so, and whatever its author added. May be empty, and proves nothing.
     */
    Map<String, String> properties();

    /**
     * Prepares the buffers of one worker for inputs of these shapes.
     *
     * @param inputShapes one for each input, without a free axis; an axis of length 0 makes an input empty
     * @throws IllegalArgumentException if no tensor can have such a shape
     * @throws ModelException if there are not as many shapes as inputs, one differs from what the model fixes, the library
     *     cannot run it, or the session is closed
     */
    Invocation newInvocation(List<List<Integer>> inputShapes) throws ModelException;

    /**
     * Prepares the buffers of one worker for batches. Every output has its shape at once: where the model does not declare it,
     * it is run on zeros here.
     *
     * @param batch the length of every input's first axis where that is free; where it is fixed it must be the same
     * @throws IllegalArgumentException if no tensor can have this batch, such as one below 1
     * @throws ModelException if the model cannot run this batch, an axis other than the first is free, or the session is
     *     closed
     */
    default Invocation newInvocation(int batch) throws ModelException {
        List<List<Integer>> shapes = new ArrayList<>();
        for (TensorSpec input : inputs()) {
            shapes.add(Batches.shape(input, batch));
        }
        return newShapedInvocation(shapes);
    }

    /**
     * As {@link #newInvocation(List)}, but every output has its shape at once: where the model does not declare it, it is run on
     * zeros here.
     */
    default Invocation newShapedInvocation(List<List<Integer>> inputShapes) throws ModelException {
        return Batches.withShapes(newInvocation(inputShapes), outputs().size());
    }

    /**
     * Refuses new invocations. What is native is freed when the last open invocation is closed, so a session may be closed
     * while it runs.
     */
    @Override
    void close();
}
