package io.fieldloop.models.predict;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.message.Prediction;

/** Answers one content after the other, with its own buffers. One thread at a time. */
public sealed interface Predictor extends AutoCloseable permits ImagePredictor, SoundPredictor, ReadingsPredictor {
    /**
     * Predicts one content.
     *
     * @throws ModelException if the runtime fails, an output is not finite, the model is not for such content, or this is closed
     */
    Prediction predict(Content content) throws ModelException;

    /** The same for an image. */
    default Prediction predict(Image image) throws ModelException {
        return predict(new Content.OfImage(image));
    }

    /**
     * An output as the last prediction left it, such as an embedding. Overwritten by the next prediction.
     *
     * @throws IllegalArgumentException if the model has no output of this name
     */
    Tensor output(String name);

    /** Frees the buffers. May be called while another thread predicts; that prediction ends first. */
    @Override
    void close();
}
