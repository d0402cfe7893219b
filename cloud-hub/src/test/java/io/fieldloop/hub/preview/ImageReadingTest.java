package io.fieldloop.hub.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.vision.ExifOrientation;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class ImageReadingTest {
    @Test
    void largeImage_becomesASmallJpeg() throws Exception {
        Preview preview = ImageReading.preview(ImageWriter.jpeg(noise(1_200, 800), 0.9));

        assertThat(preview.outline()).isEqualTo(new Outline.OfImage(1_200, 800, 1));
        assertThat(preview.pictureType()).isEqualTo("image/jpeg");
        Image small = ImageReader.read(preview.picture());
        assertThat(small.width()).isEqualTo(320);
        assertThat(small.height()).isEqualTo(213);
        assertThat(preview.picture().size()).isLessThan(100_000);
    }

    @Test
    void tinyImage_keepsEachPixel() throws Exception {
        Image tiny = noise(28, 28);

        Preview preview = ImageReading.preview(ImageWriter.png(tiny));

        assertThat(preview.pictureType()).isEqualTo("image/png");
        assertThat(ImageReader.read(preview.picture()).rgb()).isEqualTo(tiny.rgb());
    }

    @Test
    void turnThatTheFileAsksFor_isAskedForByTheThumbnail() throws Exception {
        byte[] upright = ImageWriter.jpeg(noise(640, 480), 0.9).toArray();
        for (int orientation = 1; orientation <= 8; orientation++) {
            Preview preview = ImageReading.preview(Bytes.wrap(ExifOrientation.said(upright, orientation)));

            assertThat(preview.outline()).isEqualTo(new Outline.OfImage(640, 480, orientation));
            assertThat(ExifOrientation.of(preview.picture().toArray())).isEqualTo(orientation);
            assertThat(ImageReader.read(preview.picture()).width()).isEqualTo(320);
        }
    }

    /** As the cameras of some phones write it: the lower byte first, and another entry before. */
    @Test
    void turn_isFoundInEitherByteOrderAndInAPng() {
        byte[] tiff = {
            'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0, 15, 1, 3, 0, 1, 0, 0, 0, 9, 0, 0, 0, 18, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0
        };
        ByteBuffer jpeg = ByteBuffer.allocate(64).putShort((short) 0xFFD8).putShort((short) 0xFFE1);
        jpeg.putShort((short) (tiff.length + 8))
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
                .put(tiff);
        jpeg.putShort((short) 0xFFDA);
        ByteBuffer png = ByteBuffer.allocate(64).put(new byte[8]).putInt(tiff.length);
        png.put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(tiff).putInt(0);

        assertThat(ExifOrientation.of(jpeg.array())).isEqualTo(6);
        assertThat(ExifOrientation.of(png.array())).isEqualTo(6);
    }

    @Test
    void damagedTurn_isNone() throws Exception {
        byte[] said = ExifOrientation.said(ImageWriter.jpeg(noise(16, 16), 0.9).toArray(), 6);
        var random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = said.clone();
            damaged[2 + random.nextInt(40)] = (byte) random.nextInt();
            damaged[2 + random.nextInt(40)] = (byte) random.nextInt();
            assertThat(ExifOrientation.of(damaged)).isBetween(1, 8);
        }
    }

    @Test
    void imageOfFarTooManyPixels_isRefusedBeforeTheyTakeMemory() {
        ByteBuffer header = ByteBuffer.wrap(ImageWriter.png(noise(8, 8)).toArray());
        header.putInt(16, 60_000).putInt(20, 60_000);
        var checksum = new CRC32();
        checksum.update(header.array(), 12, 17);
        header.putInt(29, (int) checksum.getValue());

        assertRefused(header.array(), "60000 x 60000 pixels; at most 40000000 are read");
    }

    @Test
    void whatIsNoWholeImage_isRefused() {
        byte[] whole = ImageWriter.png(noise(32, 32)).toArray();
        assertRefused(Arrays.copyOf(whole, whole.length - 20), "the PNG image is cut off or damaged");
        assertRefused("<svg onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8), "neither PNG nor JPEG");
        assertRefused(new byte[0], "neither PNG nor JPEG");
    }

    private static void assertRefused(byte[] file, String reason) {
        assertThatThrownBy(() -> ImageReading.preview(Bytes.wrap(file)))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining(reason);
    }

    private static Image noise(int width, int height) {
        var random = new Random(1);
        return new Image(
                width, height, random.ints((long) width * height, 0, 1 << 24).toArray());
    }
}
