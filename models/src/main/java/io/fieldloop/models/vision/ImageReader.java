package io.fieldloop.models.vision;

import io.fieldloop.protocol.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads PNG and JPEG. Any thread. */
public final class ImageReader {
    /** The largest file. */
    public static final int MAX_SIZE_BYTES = 32 << 20;

    private ImageReader() {}

    /**
     * Reads an image. What is transparent becomes white; a turn that the file asks for (EXIF) is not made.
     *
     * @throws ImageException if the bytes are no whole PNG or JPEG, or exceed {@link #MAX_SIZE_BYTES} or
     *     {@link Image#MAX_PIXELS}
     */
    public static Image read(Bytes encoded) throws ImageException {
        if (encoded.size() > MAX_SIZE_BYTES) {
            throw new ImageException(
                    "the image has %d bytes; at most %d are read".formatted(encoded.size(), MAX_SIZE_BYTES));
        }
        byte[] file = encoded.toArray();
        ImageFormat format = ImageFormat.of(file);
        javax.imageio.ImageReader decoder =
                ImageIO.getImageReadersByFormatName(format.name()).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            decoder.setInput(in, true, true);
            return decode(decoder);
        } catch (IOException e) {
            throw damaged(e);
        } finally {
            decoder.dispose();
        }
    }

    private static Image decode(javax.imageio.ImageReader decoder) throws IOException, ImageException {
        try {
            requireSize(decoder.getWidth(0), decoder.getHeight(0));
            return Pixels.of(decoder.read(0));
        } catch (RuntimeException e) {
            // The decoders of the platform meet damage in many unchecked ways, such as indexes out of bounds.
            throw damaged(e);
        } catch (OutOfMemoryError e) {
            // A single allocation failed, of an image that is within the bounds but too large for this heap.
            throw new ImageException("there is not enough memory for an image of this size", e);
        }
    }

    /** Before anything of that size is allocated. */
    private static void requireSize(int width, int height) throws ImageException {
        if ((long) width * height > Image.MAX_PIXELS) {
            throw new ImageException("the image says that it has %d x %d pixels; at most %d are read"
                    .formatted(width, height, Image.MAX_PIXELS));
        }
    }

    private static ImageException damaged(Exception e) {
        return new ImageException("the image is damaged: " + e.getMessage(), e);
    }
}
