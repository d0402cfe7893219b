package io.fieldloop.agent.deployment.trial;

import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.protocol.message.Prediction;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a model said of some images or sounds: predictions, and the numbers of all its outputs. One thread. */
final class Answers {
    private final List<Prediction> predictions = new ArrayList<>();
    private final List<FloatBuffer> outputs = new ArrayList<>();

    /** Asks for each once. */
    void collect(Predictor predictor, Variant variant, List<Content> contents) throws ModelException {
        for (Content content : contents) {
            predictions.add(predictor.predict(content));
            for (TensorSpec output : variant.outputs()) {
                if (output.type() != ElementType.STRING) {
                    outputs.add(numbers(predictor.output(output.name())));
                }
            }
        }
    }

    private static FloatBuffer numbers(Tensor tensor) {
        float[] numbers = new float[tensor.spec().elementCount()];
        tensor.read(0, numbers);
        return FloatBuffer.wrap(numbers);
    }

    /** One for each. */
    List<Prediction> predictions() {
        return predictions;
    }

    /**
     * The largest difference of any number; as large as can be where outputs are not even of one size, and no finite number
     * where an output has none.
     */
    double distance(Answers other) {
        double distance = 0;
        for (int i = 0; i < outputs.size(); i++) {
            FloatBuffer here = outputs.get(i);
            FloatBuffer there = other.outputs.get(i);
            if (here.capacity() != there.capacity()) {
                return Double.MAX_VALUE;
            }
            for (int j = 0; j < here.capacity(); j++) {
                distance = Math.max(distance, Math.abs((double) here.get(j) - there.get(j)));
            }
        }
        return distance;
    }

    /** The largest number, whatever its sign. */
    double magnitude() {
        double magnitude = 0;
        for (FloatBuffer output : outputs) {
            for (int i = 0; i < output.capacity(); i++) {
                magnitude = Math.max(magnitude, Math.abs(output.get(i)));
            }
        }
        return magnitude;
    }
}
