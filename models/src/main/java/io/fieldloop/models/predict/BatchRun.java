package io.fieldloop.models.predict;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImagePreprocessor;

/** One output of a model over many images, such as embeddings to train on or logits to evaluate. */
public final class BatchRun {
    private static final int LARGEST_BATCH = 32;

    private BatchRun() {}

    /**
     * Runs the model over images, in batches where its input allows.
     *
     * @param output its name
     * @param count how many images there are, at least 1
     * @param images called once for each index, in order, by the calling thread
     * @return one row for each image, in order
     * @throws IllegalArgumentException if the model has no such output
     * @throws ModelException if the model cannot be run, or the output has no row for each image
     * @throws ImageException if {@code images} throws it
     */
    public static Rows outputs(LoadedModel model, String output, int count, Images images)
            throws ModelException, ImageException {
        int batch = model.batch() == TensorSpec.FREE ? Math.min(count, LARGEST_BATCH) : model.batch();
        try (Lane<ImagePreprocessor> lane = model.newLane(batch)) {
            Tensor result = lane.output(output);
            int width = rowWidth(result.spec(), batch);
            float[] values = new float[Math.multiplyExact(count, width)];
            float[] row = new float[width];
            for (int first = 0; first < count; first += batch) {
                int filled = Math.min(batch, count - first);
                for (int i = 0; i < filled; i++) {
                    lane.preprocessor().write(images.image(first + i), lane.input(), i);
                }
                lane.invocation().run(); // what an earlier batch left beyond the filled part is run again and not read
                for (int i = 0; i < filled; i++) {
                    result.read(i * width, row);
                    System.arraycopy(row, 0, values, (first + i) * width, width);
                }
            }
            return new Rows(values, width);
        }
    }

    private static int rowWidth(TensorSpec result, int batch) throws ModelException {
        if (result.shape().isEmpty() || result.shape().getFirst() != batch) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED, "output %s has no row for each of %d images".formatted(result, batch));
        }
        return result.elementCount() / batch;
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
