package io.fieldloop.models.runtime;

import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.List;

/** Inputs whose first axis counts what is run at once. */
final class Batches {
    private Batches() {}

    static List<Integer> shape(TensorSpec input, int batch) throws ModelException {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch must be at least 1, not " + batch);
        }
        TensorSpec fixed = input.withBatch(batch);
        if (!fixed.isFixed()) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED, "input %s has a free axis besides its first".formatted(input));
        }
        if (fixed.shape().isEmpty() || fixed.shape().getFirst() != batch) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED, "input %s does not take batches of %d".formatted(input, batch));
        }
        return fixed.shape();
    }

    /** Takes the invocation over; closes it if it fails. */
    static Invocation withShapes(Invocation invocation, int outputs) throws ModelException {
        boolean known = false;
        try {
            for (int i = 0; i < outputs; i++) {
                if (!invocation.output(i).spec().isFixed()) {
                    invocation.run();
                }
            }
            known = true;
            return invocation;
        } finally {
            if (!known) {
                invocation.close();
            }
        }
    }
}
