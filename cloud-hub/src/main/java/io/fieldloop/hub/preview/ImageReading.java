package io.fieldloop.hub.preview;

import io.fieldloop.models.vision.ExifOrientation;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.models.vision.Thumbnail;
import io.fieldloop.protocol.Bytes;

/**
 * Images become thumbnails. How viewers turn an image is said of its thumbnail, too, so that both look alike, and places in the
 * pixels, such as boxes, are the same in both.
 */
final class ImageReading {
    private static final int EDGE = 320;

    /** Images up to this size keep each pixel as it is, because pages show them enlarged. */
    private static final int EXACT_EDGE = 128;

    private static final double QUALITY = 0.8;

    private ImageReading() {}

    static Preview preview(Bytes medium) throws UnreadableException {
        try {
            Thumbnail thumbnail = Thumbnail.read(medium, EDGE);
            int orientation = ExifOrientation.of(medium.toArray());
            var outline = new Outline.OfImage(thumbnail.fullWidth(), thumbnail.fullHeight(), orientation);
            Image image = thumbnail.image();
            if (Math.max(image.width(), image.height()) <= EXACT_EDGE && orientation == ExifOrientation.UPRIGHT) {
                return new Preview(outline, ImageWriter.png(image), "image/png");
            }
            byte[] jpeg = ImageWriter.jpeg(image, QUALITY).toArray();
            return new Preview(outline, Bytes.wrap(ExifOrientation.said(jpeg, orientation)), "image/jpeg");
        } catch (ImageException e) {
            throw new UnreadableException(e);
        }
    }
}
