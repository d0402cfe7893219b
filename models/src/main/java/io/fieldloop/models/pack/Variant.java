package io.fieldloop.models.pack;

import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One form of a version; all variants of a version answer alike.
 *
 * @param name unique in its manifest, such as {@code onnx-fp32}
 * @param format of the files
 * @param stages the models in the order in which sound passes them, 1 to {@link Chain#MAX_STAGES}; for images one
 */
public record Variant(String name, ModelFormat format, List<Stage> stages) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /**
     * Takes a copy of the list.
     *
     * @throws IllegalArgumentException if the name is not 1 to 63 of {@code a-z}, {@code 0-9} and {@code -}, or there are too few
     *     or too many stages
     */
    public Variant {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "variant name '%s' must be 1 to 63 of a-z, 0-9 and '-', not starting with '-'".formatted(name));
        }
        stages = List.copyOf(stages);
        if (stages.isEmpty() || stages.size() > Chain.MAX_STAGES) {
            throw new IllegalArgumentException(
                    "variant '%s' must have 1 to %d stages, not %d".formatted(name, Chain.MAX_STAGES, stages.size()));
        }
    }

    /** A model by itself. */
    public Variant(String name, ModelFormat format, FileRef file, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        this(name, format, List.of(new Stage(file, inputs, outputs, Link.NONE)));
    }

    /** The model itself; of a chain the last, which gives the answers. */
    public FileRef file() {
        return stages.getLast().file();
    }

    /** Of all its files together. */
    public long sizeBytes() {
        return stages.stream().mapToLong(stage -> stage.file().sizeBytes()).sum();
    }

    /** What goes into the first model. */
    public List<TensorSpec> inputs() {
        return stages.getFirst().inputs();
    }

    /** What comes out of the last model. */
    public List<TensorSpec> outputs() {
        return stages.getLast().outputs();
    }
}
