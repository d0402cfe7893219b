package io.fieldloop.models.retrain;

import io.fieldloop.models.predict.Rows;

/** Features moved to mean 0 and deviation 1, so that one learning rate suits them all; folded away after the training. */
final class Standardisation {
    /** Keeps features that hardly vary from being blown up. */
    private static final double LEAST_DEVIATION = 1e-3;

    private final double[] mean;
    private final double[] deviation;

    private Standardisation(double[] mean, double[] deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    static Standardisation of(Rows features) {
        int width = features.width();
        float[] values = features.values();
        double[] mean = new double[width];
        double[] deviation = new double[width];
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "feature %d of sample %d is %s".formatted(i % width, i / width, values[i]));
            }
            mean[i % width] += values[i] / features.count();
        }
        for (int i = 0; i < values.length; i++) {
            double distance = values[i] - mean[i % width];
            deviation[i % width] += distance * distance / features.count();
        }
        for (int i = 0; i < width; i++) {
            deviation[i] = Math.sqrt(deviation[i]) + LEAST_DEVIATION;
        }
        return new Standardisation(mean, deviation);
    }

    /** Writes a row to the start of {@code into}. */
    void apply(Rows features, int row, double[] into) {
        float[] values = features.values();
        int first = row * mean.length;
        for (int i = 0; i < mean.length; i++) {
            into[i] = (values[first + i] - mean[i]) / deviation[i];
        }
    }

    /** The head that does to raw features what {@code weights} do to standardised ones. */
    Head fold(double[] weights, int classes) {
        float[] folded = new float[classes * mean.length];
        float[] biases = new float[classes];
        for (int label = 0; label < classes; label++) {
            int start = label * (mean.length + 1);
            double bias = weights[start + mean.length];
            for (int i = 0; i < mean.length; i++) {
                double weight = weights[start + i] / deviation[i];
                folded[label * mean.length + i] = (float) weight;
                bias -= weight * mean[i];
            }
            biases[label] = (float) bias;
        }
        return new Head(folded, biases);
    }
}
