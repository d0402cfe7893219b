package io.fieldloop.models.runtime;

import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/** The shapes that somebody wants the inputs of a model to have. */
public final class Shapes {
    private Shapes() {}

    /**
     * The inputs in these shapes.
     *
     * @throws IllegalArgumentException if no tensor can have such a shape
     * @throws ModelException with {@link Reason#SHAPE_UNSUPPORTED} if the model does not take them, or one has a free axis
     */
    public static List<TensorSpec> fixed(List<TensorSpec> inputs, List<List<Integer>> shapes) throws ModelException {
        if (shapes.size() != inputs.size()) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED,
                    "there are %d shapes for the %d inputs %s".formatted(shapes.size(), inputs.size(), inputs));
        }
        List<TensorSpec> fixed = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            TensorSpec wanted = inputs.get(i).withShape(shapes.get(i));
            if (!wanted.isFixed() || !inputs.get(i).allows(wanted.shape())) {
                throw new ModelException(
                        Reason.SHAPE_UNSUPPORTED,
                        "input %s does not take the shape %s".formatted(inputs.get(i), wanted.shape()));
            }
            fixed.add(wanted);
        }
        return fixed;
    }
}
