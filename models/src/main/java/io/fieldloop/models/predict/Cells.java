package io.fieldloop.models.predict;

/** What a model said of each cell of its output, by row and column. One thread at a time. */
final class Cells {
    /** Stands for no class. */
    static final int NONE = -1;

    private final int width;
    private final int height;
    private final short[] classes;
    private final float[] scores;
    private final boolean[] certain;

    Cells(int width, int height) {
        this.width = width;
        this.height = height;
        this.classes = new short[width * height];
        this.scores = new float[width * height];
        this.certain = new boolean[width * height];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int count() {
        return classes.length;
    }

    /** The index of a label, or {@link #NONE}. */
    int label(int cell) {
        return classes[cell];
    }

    float score(int cell) {
        return scores[cell];
    }

    boolean isCertain(int cell) {
        return certain[cell];
    }

    void set(int cell, int label, float score, boolean isCertain) {
        classes[cell] = (short) label;
        scores[cell] = score;
        certain[cell] = isCertain;
    }
}
