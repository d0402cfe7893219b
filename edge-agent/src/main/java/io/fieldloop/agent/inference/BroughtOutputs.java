package io.fieldloop.agent.inference;

import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Outputs of a model that answers bring along besides the prediction, such as an embedding. Any thread. */
final class BroughtOutputs {
    /** The largest output; what is larger is no summary of an input. */
    private static final int MOST_VALUES = 1 << 14;

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    void add(String name) {
        names.add(name);
    }

    /** A copy of what the last prediction left of those that the model has. */
    Map<String, float[]> of(List<TensorSpec> declared, Predictor predictor) {
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, float[]> brought = new HashMap<>();
        for (TensorSpec output : declared) {
            if (names.contains(output.name()) && output.type() != ElementType.STRING) {
                copy(output.name(), predictor.output(output.name()), brought);
            }
        }
        return brought;
    }

    private static void copy(String name, Tensor output, Map<String, float[]> brought) {
        int count = output.spec().elementCount();
        if (count <= MOST_VALUES) {
            float[] values = new float[count];
            output.read(0, values);
            brought.put(name, values);
        }
    }
}
