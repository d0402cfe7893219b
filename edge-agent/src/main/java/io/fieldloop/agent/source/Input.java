package io.fieldloop.agent.source;

import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;

/** An image as it came from a source. */
public sealed interface Input {
    /** By which the source knows it, for people too. */
    String name();

    /**
     * Its pixels.
     *
     * @throws ImageException if it has none that can be read
     */
    Image image() throws ImageException;

    /** Of {@link #media}, such as {@code image/png}. */
    String mediaType();

    /** The image as a file would hold it, at most {@link ImageReader#MAX_SIZE_BYTES}. */
    Bytes media();

    /**
     * An image that came as a file.
     *
     * @param name by which the source knows it
     * @param mediaType such as {@code image/png}
     * @param media its bytes
     */
    record Encoded(String name, String mediaType, Bytes media) implements Input {
        /** A PNG or JPEG by its first byte. What is neither has no pixels, and is not kept whatever it is called. */
        static Encoded of(String name, byte[] image) {
            boolean jpeg = image.length > 0 && image[0] == (byte) 0xFF;
            return new Encoded(name, jpeg ? "image/jpeg" : "image/png", Bytes.wrap(image));
        }

        @Override
        public Image image() throws ImageException {
            return ImageReader.read(media);
        }
    }

    /**
     * An image that came as its pixels; made a PNG only when somebody wants to keep it.
     *
     * @param name by which the source knows it
     * @param image its pixels
     */
    record Raw(String name, Image image) implements Input {
        @Override
        public String mediaType() {
            return "image/png";
        }

        @Override
        public Bytes media() {
            return ImageWriter.png(image);
        }
    }
}
