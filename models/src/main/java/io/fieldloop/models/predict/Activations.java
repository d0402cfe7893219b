package io.fieldloop.models.predict;

import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;

/** Makes probabilities of output values, in place. */
final class Activations {
    private Activations() {}

    static void apply(Activation activation, float[] values) throws ModelException {
        for (float value : values) {
            requireFinite(value);
        }
        switch (activation) {
            case NONE -> clamp(values);
            case SOFTMAX -> softmax(values);
            case SIGMOID -> sigmoid(values);
        }
    }

    static void requireFinite(float value) throws ModelException {
        if (!Float.isFinite(value)) {
            throw new ModelException(Reason.OUTPUT_INVALID, "the model's output is not a finite number: " + value);
        }
    }

    static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }

    /** Quantised probabilities may overshoot by a step. */
    private static void clamp(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(values[i], 0f, 1f);
        }
    }

    private static void softmax(float[] values) {
        float largest = values[0];
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (float value : values) {
            sum += Math.exp((double) value - largest);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (Math.exp((double) values[i] - largest) / sum);
        }
    }

    private static void sigmoid(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) sigmoid(values[i]);
        }
    }
}
