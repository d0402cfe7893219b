package io.fieldloop.models.predict;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;

/** One output of a model over many images, such as embeddings to train on or logits to evaluate. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies follow
public final class BatchRun {
    private BatchRun() {}

    /**
     * Runs the model over images, in batches where its input allows.
     *
     * @param output its name
     * @param count how many images there are
     * @param images called once for each index, in order, by the calling thread
     * @return one row for each image, in order
     * @throws ModelException if the model has no such output or cannot be run
     * @throws ImageException if {@code images} throws it
     */
    public static Rows outputs(LoadedModel model, String output, int count, Images images)
            throws ModelException, ImageException {
        throw new UnsupportedOperationException();
    }

    /** Gives images by index. */
    @FunctionalInterface
    public interface Images {
        /**
         * The image at {@code index}.
         *
         * @throws ImageException if it cannot be read
         */
        Image image(int index) throws ImageException;
    }
}
