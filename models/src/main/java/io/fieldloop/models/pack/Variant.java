package io.fieldloop.models.pack;

import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One form of a version; all variants of a version answer alike.
 *
 * @param name unique in its manifest, such as {@code onnx-fp32}
 * @param format of the file
 * @param file the model itself
 * @param inputs what goes in; at least one
 * @param outputs what comes out; at least one
 */
public record Variant(
        String name, ModelFormat format, FileRef file, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /**
     * Takes copies of the lists.
     *
     * @throws IllegalArgumentException if the name is not 1 to 63 of {@code a-z}, {@code 0-9} and {@code -}, or inputs or
     *     outputs are missing
     */
    public Variant {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "variant name '%s' must be 1 to 63 of a-z, 0-9 and '-', not starting with '-'".formatted(name));
        }
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new IllegalArgumentException("variant '%s' must have inputs and outputs".formatted(name));
        }
    }
}
