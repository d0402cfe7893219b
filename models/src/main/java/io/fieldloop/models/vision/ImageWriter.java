package io.fieldloop.models.vision;

import io.fieldloop.protocol.Bytes;

/** Writes PNG and JPEG. Any thread. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies follow
public final class ImageWriter {
    private ImageWriter() {}

    /** Writes an image so that {@link ImageReader} gives back exactly the same pixels; a grey image as grey. */
    public static Bytes png(Image image) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes an image with losses.
     *
     * @param quality 0 to 1
     */
    public static Bytes jpeg(Image image, double quality) {
        throw new UnsupportedOperationException();
    }
}
