package io.fieldloop.models.predict;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.message.Prediction;

/** Predicts one image after the other, with its own buffers. One thread at a time. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies follow
public final class Predictor implements AutoCloseable {
    /**
     * Predicts one image.
     *
     * @throws ModelException if the runtime fails, an output is not finite, or this is closed
     */
    public Prediction predict(Image image) throws ModelException {
        throw new UnsupportedOperationException();
    }

    /**
     * An output as the last prediction left it, such as an embedding.
     *
     * @throws IllegalArgumentException if the model has no output of this name
     */
    public Tensor output(String name) {
        throw new UnsupportedOperationException();
    }

    /** Frees the buffers. */
    @Override
    public void close() {}
}
