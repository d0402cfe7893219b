package io.fieldloop.models.audio;

import io.fieldloop.models.runtime.ModelFormat;
import java.nio.file.Path;

/**
 * One model of a chain. Its input is a window that slides over the rows that the stage before it gives; for the first stage a
 * row is one sample. How many values a row has follows from the model's input. Of its output, each value {@code v} becomes
 * {@code v × scale + offset}.
 *
 * @param file the model: {@code *.onnx} or {@code *.tflite}, relative to the folder of the chain
 * @param rows that the input holds, 1 to {@link #MAX_ROWS}
 * @param step by how many rows the window moves on after each run, 1 to {@code rows}
 * @param scale other than 0
 * @param offset added last
 */
public record Stage(Path file, int rows, int step, double scale, double offset) {
    /** The longest window. */
    public static final int MAX_ROWS = 1 << 20;

    /**
     * Checks the numbers and the name.
     *
     * @throws IllegalArgumentException if a number is out of bounds, or the name has another ending
     */
    public Stage {
        if (rows < 1 || rows > MAX_ROWS || step < 1 || step > rows) {
            throw new IllegalArgumentException("rows must be within 1 to %d and step within 1 to rows, not %d and %d"
                    .formatted(MAX_ROWS, rows, step));
        }
        if (!Double.isFinite(scale) || scale == 0 || !Double.isFinite(offset)) {
            throw new IllegalArgumentException(
                    "scale and offset must be finite and scale not 0, not %s and %s".formatted(scale, offset));
        }
        formatOf(file);
    }

    /** What the file's name says that it is. */
    ModelFormat format() {
        return formatOf(file);
    }

    private static ModelFormat formatOf(Path file) {
        String name = file.toString();
        if (name.endsWith(".onnx")) {
            return ModelFormat.ONNX;
        }
        if (name.endsWith(".tflite")) {
            return ModelFormat.TFLITE;
        }
        throw new IllegalArgumentException(
                "the file of a stage must end in .onnx or .tflite, not '%s'".formatted(name));
    }
}
