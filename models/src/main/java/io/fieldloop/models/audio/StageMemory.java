package io.fieldloop.models.audio;

/** What one model of a chain has heard: the window that it will see next, and the states that it keeps. One thread at a time. */
final class StageMemory {
    final float[] window;

    /** Of the memory of each carried tensor. */
    final byte[][] states;

    /** How many values of the window are known. */
    int filled;

    /** Nothing. */
    StageMemory(int windowLength, int[] stateSizes) {
        window = new float[windowLength];
        states = new byte[stateSizes.length][];
        for (int i = 0; i < stateSizes.length; i++) {
            states[i] = new byte[stateSizes[i]];
        }
    }

    private StageMemory(StageMemory other) {
        window = other.window.clone();
        filled = other.filled;
        states = other.states.clone();
        for (int i = 0; i < states.length; i++) {
            states[i] = states[i].clone();
        }
    }

    StageMemory copy() {
        return new StageMemory(this);
    }
}
