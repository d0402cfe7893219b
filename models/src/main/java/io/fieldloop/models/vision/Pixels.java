package io.fieldloop.models.vision;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.Raster;

/** Pixels as the platform holds them, as ours. */
final class Pixels {
    private Pixels() {}

    static Image of(BufferedImage decoded) {
        if (isGrey(decoded)) {
            return grey(decoded.getRaster());
        }
        return isPlain(decoded) ? plain(decoded) : coloured(decoded);
    }

    private static boolean isPlain(BufferedImage image) {
        return image.getType() == BufferedImage.TYPE_3BYTE_BGR
                && image.getColorModel().getColorSpace().isCS_sRGB();
    }

    /** What most images are needs no canvas, for which the platform would load half of its graphics. */
    private static Image plain(BufferedImage decoded) {
        byte[] bgr = ((DataBufferByte) decoded.getRaster().getDataBuffer()).getData();
        int[] rgb = new int[decoded.getWidth() * decoded.getHeight()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = ((bgr[3 * i + 2] & 0xFF) << 16) | ((bgr[3 * i + 1] & 0xFF) << 8) | (bgr[3 * i] & 0xFF);
        }
        return new Image(decoded.getWidth(), decoded.getHeight(), rgb);
    }

    private static boolean isGrey(BufferedImage image) {
        return image.getColorModel() instanceof ComponentColorModel model
                && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    /**
     * Takes the values as they are: the platform would take them for linear intensities and brighten them on their way to
     * sRGB. A second band is the opacity.
     */
    private static Image grey(Raster raster) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int excessBits = raster.getSampleModel().getSampleSize(0) - 8;
        int[] rgb = new int[width * height];
        int[] row = new int[width];
        int[] opacity = new int[width];
        boolean opaque = raster.getNumBands() == 1;
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            if (!opaque) {
                raster.getSamples(0, y, width, 1, 1, opacity);
            }
            for (int x = 0; x < width; x++) {
                int value = row[x] >> excessBits;
                int seen = opaque ? value : overWhite(value, opacity[x] >> excessBits);
                rgb[y * width + x] = seen * 0x010101;
            }
        }
        return new Image(width, height, rgb);
    }

    private static int overWhite(int value, int opacity) {
        return (value * opacity + 255 * (255 - opacity) + 127) / 255;
    }

    private static Image coloured(BufferedImage decoded) {
        int width = decoded.getWidth();
        int height = decoded.getHeight();
        var opaque = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = opaque.createGraphics();
        canvas.drawImage(decoded, 0, 0, Color.WHITE, null);
        canvas.dispose();
        int[] rgb = ((DataBufferInt) opaque.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] &= 0xFFFFFF;
        }
        return new Image(width, height, rgb);
    }
}
