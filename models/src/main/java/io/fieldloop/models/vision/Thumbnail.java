package io.fieldloop.models.vision;

import io.fieldloop.models.vision.Placement.Area;
import io.fieldloop.protocol.Bytes;

/**
 * An image that was made small while it was read, so that it never took the memory of all its pixels.
 *
 * @param image the small one; the image itself if it was small enough
 * @param fullWidth of the image in the file, in pixels
 * @param fullHeight of the image in the file, in pixels
 */
public record Thumbnail(Image image, int fullWidth, int fullHeight) {
    /** So many times larger than wanted an image is read at least, if it has the pixels; their mean is taken. */
    private static final int DETAIL = 4;

    /**
     * Reads an image. What is transparent becomes white; a turn that the file asks for (EXIF) is not made.
     *
     * @param edge the most pixels of a side
     * @throws ImageException if the bytes are no whole PNG or JPEG, or exceed the bounds of {@link ImageReader#read(Bytes)}
     */
    public static Thumbnail read(Bytes encoded, int edge) throws ImageException {
        return ImageReader.read(encoded, decoder -> {
            int width = decoder.getWidth(0);
            int height = decoder.getHeight(0);
            var settings = decoder.getDefaultReadParam();
            int period = Math.max(1, Math.max(width, height) / (DETAIL * edge));
            settings.setSourceSubsampling(period, period, 0, 0);
            Image read = Pixels.of(decoder.read(0, settings));
            return new Thumbnail(shrunk(read, edge), width, height);
        });
    }

    private static Image shrunk(Image image, int edge) {
        int longest = Math.max(image.width(), image.height());
        if (longest <= edge) {
            return image;
        }
        int width = Math.max(1, Math.round((float) image.width() * edge / longest));
        int height = Math.max(1, Math.round((float) image.height() * edge / longest));
        var resize = new Resize(new Placement(
                new Area(0, 0, image.width(), image.height()),
                new Area(0, 0, width, height),
                image.width(),
                image.height(),
                width,
                height));
        int[] rgb = new int[width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            resize.row(image, y, row);
            System.arraycopy(row, 0, rgb, y * width, width);
        }
        return new Image(width, height, rgb);
    }
}
