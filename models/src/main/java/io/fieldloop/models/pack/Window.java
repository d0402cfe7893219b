package io.fieldloop.models.pack;

/**
 * What a model of a chain sees of the rows that the one before it gives: a window that slides over them. Each value {@code v}
 * of a row becomes {@code v × scale + offset}. How many values a row has, follows from the model's input.
 *
 * @param rows that the window holds, 1 to {@link #MAX_ROWS}
 * @param step by how many rows it moves on after each run, 1 to {@code rows}
 * @param scale other than 0
 * @param offset added last
 */
public record Window(int rows, int step, double scale, double offset) {
    /** The longest window. */
    public static final int MAX_ROWS = 1 << 20;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of bounds
     */
    public Window {
        if (rows < 1 || rows > MAX_ROWS || step < 1 || step > rows) {
            throw new IllegalArgumentException("rows must be within 1 to %d and step within 1 to rows, not %d and %d"
                    .formatted(MAX_ROWS, rows, step));
        }
        if (!Double.isFinite(scale) || scale == 0 || !Double.isFinite(offset)) {
            throw new IllegalArgumentException(
                    "scale and offset must be finite and scale not 0, not %s and %s".formatted(scale, offset));
        }
    }
}
