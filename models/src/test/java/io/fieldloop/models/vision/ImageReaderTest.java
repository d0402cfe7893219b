package io.fieldloop.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.protocol.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageReaderTest {
    private static final int PNG_HEADER_BYTES = 33;

    @Test
    void greyPng_ofEveryValue_comesBackWithTheSameValues() throws Exception {
        int[] rgb = new int[256];
        Arrays.setAll(rgb, value -> value * 0x010101);

        Image read = ImageReader.read(ImageWriter.png(new Image(16, 16, rgb)));

        assertThat(read.rgb()).isEqualTo(rgb);
        assertThat(read.width()).isEqualTo(16);
    }

    @Test
    void colouredPng_comesBackWithTheSamePixels() throws Exception {
        Image image = noise(37, 11, 1);

        assertThat(ImageReader.read(ImageWriter.png(image)).rgb()).isEqualTo(image.rgb());
    }

    @Test
    void greyPng_of16Bits_keepsItsUpper8() throws Exception {
        var deep = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
        for (int x = 0; x < 256; x++) {
            deep.getRaster().setSample(x, 0, 0, x << 8 | 0x7F);
        }

        int[] read = ImageReader.read(encoded(deep, "png")).rgb();

        for (int x = 0; x < 256; x++) {
            assertThat(read[x]).isEqualTo(x * 0x010101);
        }
    }

    @Test
    void transparentPixels_becomeWhite() throws Exception {
        var glass = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        glass.setRGB(0, 0, 0x00FF0000);
        glass.setRGB(1, 0, 0xFF204060);

        assertThat(ImageReader.read(encoded(glass, "png")).rgb()).containsExactly(0xFFFFFF, 0x204060);
    }

    @Test
    void indexedPng_isReadByItsPalette() throws Exception {
        var indexed = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_INDEXED);
        indexed.setRGB(0, 0, 0xFFFF0000);

        assertThat(ImageReader.read(encoded(indexed, "png")).rgb()[0]).isEqualTo(0xFF0000);
    }

    @Test
    void jpeg_ofAGreyImage_staysNearItsValues() throws Exception {
        int[] rgb = new int[64 * 64];
        Arrays.setAll(rgb, i -> (i / 64 * 3) * 0x010101);

        Image read = ImageReader.read(ImageWriter.jpeg(new Image(64, 64, rgb), 0.95));

        for (int i = 0; i < rgb.length; i++) {
            assertThat(read.rgb()[i]).isEqualTo((read.rgb()[i] & 0xFF) * 0x010101);
            assertThat(read.rgb()[i] & 0xFF).isBetween((rgb[i] & 0xFF) - 4, (rgb[i] & 0xFF) + 4);
        }
    }

    @Test
    void bytesThatAreNoImage_areRefused() {
        assertRefused(Bytes.wrap(new byte[0]), "neither PNG nor JPEG");
        assertRefused(Bytes.wrap(new byte[1_000]), "neither PNG nor JPEG");
        assertRefused(Bytes.wrap("GIF89a".getBytes(StandardCharsets.US_ASCII)), "neither PNG nor JPEG");
    }

    @Test
    void fileThatIsTooLarge_isRefused() {
        assertRefused(Bytes.wrap(new byte[ImageReader.MAX_SIZE_BYTES + 1]), "at most 33554432 are read");
    }

    @Test
    void pngThatDeclaresAHugeSize_isRefusedBeforeItIsDecoded() {
        assertRefused(withSize(ImageWriter.png(noise(8, 8, 1)), 100_000, 100_000), "at most 40000000 are read");
        assertRefused(withSize(ImageWriter.png(noise(8, 8, 1)), Integer.MAX_VALUE, 1), "at most 40000000 are read");
        assertRefused(withSize(ImageWriter.png(noise(8, 8, 1)), 0, 8), "damaged");
        assertRefused(withSize(ImageWriter.png(noise(8, 8, 1)), -1, 8), "damaged");
    }

    @Test
    void jpegThatDeclaresAHugeSize_isRefusedBeforeItIsDecoded() {
        byte[] jpeg = ImageWriter.jpeg(noise(8, 8, 1), 0.5).toArray();
        int frame = indexOfStartOfFrame(jpeg);
        Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0x7F);

        assertRefused(Bytes.wrap(jpeg), "32639 x 32639 pixels; at most 40000000 are read");
    }

    @Test
    void pngThatIsCutOff_isRefused() {
        byte[] png = ImageWriter.png(noise(40, 40, 2)).toArray();
        for (int length = 0; length < png.length; length += 13) {
            assertRefused(Bytes.wrap(Arrays.copyOf(png, length)), "");
        }
        assertRefused(Bytes.wrap(Arrays.copyOf(png, png.length - 1)), "the PNG image is cut off or damaged");
    }

    @Test
    void pngWithAnyChangedByteInAChunk_isRefused() {
        byte[] png = ImageWriter.png(noise(9, 9, 2)).toArray();
        for (int i = 8; i < png.length; i++) {
            byte[] changed = png.clone();
            changed[i] ^= 0x10;

            assertRefused(Bytes.wrap(changed), "the PNG image is cut off or damaged");
        }
    }

    @Test
    void jpegThatIsCutOff_isRefused() {
        byte[] jpeg = ImageWriter.jpeg(noise(40, 40, 2), 0.9).toArray();
        for (int length = 0; length < jpeg.length; length += 13) {
            assertRefused(Bytes.wrap(Arrays.copyOf(jpeg, length)), "");
        }
        assertRefused(Bytes.wrap(Arrays.copyOf(jpeg, jpeg.length - 1)), "the JPEG image is cut off or damaged");
    }

    @Test
    void jpegWithBytesAfterItsEnd_isRead() throws Exception {
        byte[] jpeg = ImageWriter.jpeg(noise(40, 40, 2), 0.9).toArray();

        Image read = ImageReader.read(Bytes.wrap(Arrays.copyOf(jpeg, jpeg.length + 100)));

        assertThat(read.rgb()).isEqualTo(ImageReader.read(Bytes.wrap(jpeg)).rgb());
    }

    @Test
    void damagedImages_areReadOrRefusedButNothingElse() {
        var random = new Random(3);
        byte[][] originals = {
            ImageWriter.png(noise(24, 24, 4)).toArray(),
            ImageWriter.jpeg(noise(24, 24, 4), 0.8).toArray()
        };
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = originals[round % 2].clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            if (round % 2 == 0) {
                makeChecksumsRight(damaged);
            }
            try {
                assertThat(ImageReader.read(Bytes.wrap(damaged)).width()).isPositive();
            } catch (ImageException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static void assertRefused(Bytes encoded, String message) {
        assertThatThrownBy(() -> ImageReader.read(encoded))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(message);
    }

    /** Writes another size into the header, with the right checksum. */
    private static Bytes withSize(Bytes png, int width, int height) {
        byte[] changed = png.toArray();
        var header = ByteBuffer.wrap(changed, 0, PNG_HEADER_BYTES);
        header.putInt(16, width).putInt(20, height);
        var checksum = new CRC32();
        checksum.update(changed, 12, 17);
        header.putInt(29, (int) checksum.getValue());
        return Bytes.wrap(changed);
    }

    /** So that the damage reaches the decoder. */
    private static void makeChecksumsRight(byte[] png) {
        var file = ByteBuffer.wrap(png);
        for (int chunk = 8; chunk + 12 <= png.length; ) {
            int length = file.getInt(chunk);
            if (length < 0 || length > png.length - chunk - 12) {
                return;
            }
            var checksum = new CRC32();
            checksum.update(png, chunk + 4, 4 + length);
            file.putInt(chunk + 8 + length, (int) checksum.getValue());
            chunk += 12 + length;
        }
    }

    private static int indexOfStartOfFrame(byte[] jpeg) {
        for (int i = 0; i + 1 < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
                return i;
            }
        }
        throw new AssertionError("no baseline JPEG");
    }

    private static Image noise(int width, int height, long seed) {
        var random = new Random(seed);
        int[] rgb = new int[width * height];
        Arrays.setAll(rgb, _ -> random.nextInt(1 << 24));
        return new Image(width, height, rgb);
    }

    private static Bytes encoded(BufferedImage image, String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return Bytes.wrap(bytes.toByteArray());
    }
}
