package io.fieldloop.models.pack;

import io.fieldloop.protocol.message.Prediction;

/**
 * An image with what the model has to say of it, wherever it runs.
 *
 * @param input an image
 * @param expected as the hub computed it
 * @param tolerance by how much scores and the sides of boxes (as shares of the image) may differ, 0 to 1
 */
public record Golden(FileRef input, Prediction expected, double tolerance) {
    /**
     * Checks the tolerance.
     *
     * @throws IllegalArgumentException if it is not within 0 to 1
     */
    public Golden {
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw new IllegalArgumentException("tolerance must be within 0 to 1, not " + tolerance);
        }
    }
}
