package io.fieldloop.models.predict;

/** Rows of numbers, all of one width; the rows stand one after the other. */
public final class Rows {
    private final float[] values;
    private final int width;

    /**
     * Takes the values over without copying.
     *
     * @param width of a row
     * @throws IllegalArgumentException if the values are no whole number of rows
     */
    public Rows(float[] values, int width) {
        if (width < 1 || values.length % width != 0) {
            throw new IllegalArgumentException("%d values are no rows of %d".formatted(values.length, width));
        }
        this.values = values;
        this.width = width;
    }

    /** How many rows there are. */
    public int count() {
        return values.length / width;
    }

    /** How many numbers a row has. */
    public int width() {
        return width;
    }

    /** Row after row. Not a copy: must not be changed. */
    public float[] values() {
        return values;
    }
}
