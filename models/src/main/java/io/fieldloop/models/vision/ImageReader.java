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

    /** The most pixels of a side: a JPEG has no more, and a decoder of PNG holds whole rows. */
    private static final int MAX_SIDE = 65_535;

    /** A progressive JPEG may go over its pixels thousands of times; usual ones do so ten times. */
    private static final long MAX_DECODED_PIXELS = 10L * Image.MAX_PIXELS;

    private ImageReader() {}

    /**
     * Reads an image. What is transparent becomes white; a turn that the file asks for (EXIF) is not made.
     *
     * @throws ImageException if the bytes are no whole PNG or JPEG, or exceed {@link #MAX_SIZE_BYTES},
     *     {@link Image#MAX_PIXELS} or 65,535 pixels of a side, or describe their pixels too often
     */
    public static Image read(Bytes encoded) throws ImageException {
        return read(encoded, decoder -> Pixels.of(decoder.read(0)));
    }

    /** Takes from a decoder, whose image is within the bounds, what is wanted of it. */
    interface Wanted<T> {
        T of(javax.imageio.ImageReader decoder) throws IOException;
    }

    /** As above, whatever is wanted of the image. */
    static <T> T read(Bytes encoded, Wanted<T> wanted) throws ImageException {
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
            return decode(decoder, format.passes(file), wanted);
        } catch (IOException e) {
            throw damaged(e);
        } finally {
            decoder.dispose();
        }
    }

    private static <T> T decode(javax.imageio.ImageReader decoder, int passes, Wanted<T> wanted)
            throws IOException, ImageException {
        try {
            requireSize(decoder.getWidth(0), decoder.getHeight(0), passes);
            return wanted.of(decoder);
        } catch (RuntimeException e) {
            // The decoders of the platform meet damage in many unchecked ways, such as indexes out of bounds.
            throw damaged(e);
        } catch (OutOfMemoryError e) {
            // A single allocation failed, of an image that is within the bounds but too large for this heap.
            throw new ImageException("there is not enough memory for an image of this size", e);
        }
    }

    /** Before anything of that size is allocated. */
    private static void requireSize(int width, int height, int passes) throws ImageException {
        long pixels = (long) width * height;
        if (pixels > Image.MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
            throw new ImageException("the image says that it has %d x %d pixels; at most %d are read, and %d of a side"
                    .formatted(width, height, Image.MAX_PIXELS, MAX_SIDE));
        }
        if (pixels * passes > MAX_DECODED_PIXELS) {
            throw new ImageException("the image describes its %d x %d pixels %d times, which would take too long"
                    .formatted(width, height, passes));
        }
    }

    private static ImageException damaged(Exception e) {
        return new ImageException("the image is damaged: " + e.getMessage(), e);
    }
}
