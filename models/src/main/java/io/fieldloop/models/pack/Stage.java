package io.fieldloop.models.pack;

import io.fieldloop.models.tensor.TensorSpec;
import java.util.List;

/**
 * One model of a variant.
 *
 * @param file the model itself
 * @param inputs what goes in; at least one
 * @param outputs what comes out; at least one
 * @param link to what comes before it
 */
public record Stage(FileRef file, List<TensorSpec> inputs, List<TensorSpec> outputs, Link link) {
    /**
     * Takes copies of the lists.
     *
     * @throws IllegalArgumentException if inputs or outputs are missing
     */
    public Stage {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new IllegalArgumentException("model %s must have inputs and outputs".formatted(file.sha256()));
        }
    }
}
