package io.fieldloop.models.vision;

import io.fieldloop.protocol.Bytes;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes PNG and JPEG. Any thread. */
public final class ImageWriter {
    private ImageWriter() {}

    /** Writes an image so that {@link ImageReader} gives back exactly the same pixels; a grey image as grey. */
    public static Bytes png(Image image) {
        javax.imageio.ImageWriter encoder =
                ImageIO.getImageWritersByFormatName("png").next();
        return write(image, encoder, encoder.getDefaultWriteParam());
    }

    /**
     * Writes an image with losses; a grey image as grey.
     *
     * @param quality 0 to 1
     * @throws IllegalArgumentException if {@code quality} is out of bounds
     */
    public static Bytes jpeg(Image image, double quality) {
        javax.imageio.ImageWriter encoder =
                ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = encoder.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality((float) quality);
        return write(image, encoder, settings);
    }

    private static Bytes write(Image image, javax.imageio.ImageWriter encoder, ImageWriteParam settings) {
        var bytes = new ByteArrayOutputStream(image.width() * image.height() / 2 + 1_024);
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            encoder.setOutput(out);
            encoder.write(null, new IIOImage(buffered(image), null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        } finally {
            encoder.dispose();
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static BufferedImage buffered(Image image) {
        int width = image.width();
        int height = image.height();
        if (!isGrey(image.rgb())) {
            var coloured = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            coloured.setRGB(0, 0, width, height, image.rgb(), 0, width);
            return coloured;
        }
        var grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = grey.getRaster();
        for (int y = 0; y < height; y++) {
            int[] row = Arrays.copyOfRange(image.rgb(), y * width, (y + 1) * width);
            Arrays.setAll(row, x -> row[x] & 0xFF);
            raster.setSamples(0, y, width, 1, 0, row);
        }
        return grey;
    }

    private static boolean isGrey(int[] rgb) {
        return Arrays.stream(rgb).allMatch(pixel -> pixel == (pixel & 0xFF) * 0x010101);
    }
}
