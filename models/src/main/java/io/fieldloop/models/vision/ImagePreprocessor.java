package io.fieldloop.models.vision;

import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;

/** Writes images into the input of a model. One thread at a time. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies follow
public final class ImagePreprocessor {
    /**
     * Prepares for an input.
     *
     * @throws IllegalArgumentException if the input's shape or type does not suit the preprocessing
     */
    public ImagePreprocessor(Preprocessing preprocessing, TensorSpec input) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes one image. Allocates nothing while images have the size of the one before.
     *
     * @param batchIndex where in the batch, counted from 0
     */
    public void write(Image image, Tensor input, int batchIndex) {
        throw new UnsupportedOperationException();
    }
}
