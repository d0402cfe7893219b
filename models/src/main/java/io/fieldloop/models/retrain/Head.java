package io.fieldloop.models.retrain;

import java.util.Arrays;

/** A linear layer: for each class one weight for each feature, and a bias. Immutable. */
public final class Head {
    private final float[] weights;
    private final float[] biases;

    /**
     * Takes copies.
     *
     * @param weights class after class, for each feature one
     * @param biases for each class one
     * @throws IllegalArgumentException if there are not equally many weights for each class, or a number is not finite
     */
    public Head(float[] weights, float[] biases) {
        if (biases.length == 0 || weights.length == 0 || weights.length % biases.length != 0) {
            throw new IllegalArgumentException(
                    "%d weights are no head of %d classes".formatted(weights.length, biases.length));
        }
        requireFinite(weights);
        requireFinite(biases);
        this.weights = weights.clone();
        this.biases = biases.clone();
    }

    private static void requireFinite(float[] numbers) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw new IllegalArgumentException("a head must be of finite numbers; training did not converge");
            }
        }
    }

    /** How many classes there are. */
    public int classes() {
        return biases.length;
    }

    /** How many features it reads. */
    public int features() {
        return weights.length / biases.length;
    }

    /** How much a feature speaks for a class. */
    public float weight(int label, int feature) {
        return weights[label * features() + feature];
    }

    /** What speaks for a class before any feature does. */
    public float bias(int label) {
        return biases[label];
    }

    /**
     * Computes the logits of one sample.
     *
     * @param features of many samples, one after the other
     * @param sample counted from 0
     */
    public float[] logits(float[] features, int sample) {
        float[] logits = new float[classes()];
        for (int label = 0; label < logits.length; label++) {
            double sum = biases[label];
            for (int feature = 0; feature < features(); feature++) {
                sum += (double) weight(label, feature) * features[sample * features() + feature];
            }
            logits[label] = (float) sum;
        }
        return logits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Head head && Arrays.equals(weights, head.weights) && Arrays.equals(biases, head.biases);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(weights) + Arrays.hashCode(biases);
    }

    @Override
    public String toString() {
        return "Head[%d classes, %d features]".formatted(classes(), features());
    }
}
