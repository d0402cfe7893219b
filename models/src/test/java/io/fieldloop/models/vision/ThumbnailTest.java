package io.fieldloop.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.protocol.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;

class ThumbnailTest {
    @Test
    void largeImage_isMadeSmallInItsProportionsAndColours() throws Exception {
        for (Bytes file :
                new Bytes[] {ImageWriter.png(halves(3_000, 1_500)), ImageWriter.jpeg(halves(3_000, 1_500), 0.9)}) {
            Thumbnail thumbnail = Thumbnail.read(file, 320);

            assertThat(thumbnail.fullWidth()).isEqualTo(3_000);
            assertThat(thumbnail.fullHeight()).isEqualTo(1_500);
            assertThat(thumbnail.image().width()).isEqualTo(320);
            assertThat(thumbnail.image().height()).isEqualTo(160);
            assertThat(near(thumbnail.image().rgb()[10], 0xC02020)).isTrue();
            assertThat(near(thumbnail.image().rgb()[310], 0x2020C0)).isTrue();
        }
    }

    @Test
    void finePattern_becomesItsMean() throws Exception {
        int[] stripes = new int[2_000 * 2_000];
        Arrays.setAll(stripes, i -> i % 2_000 / 4 % 2 == 0 ? 0 : 0xFFFFFF);

        Image small = Thumbnail.read(ImageWriter.png(new Image(2_000, 2_000, stripes)), 125)
                .image();

        assertThat(Arrays.stream(small.rgb())).allMatch(pixel -> near(pixel, 0x808080));
    }

    @Test
    void smallImage_staysAsItIs() throws Exception {
        Image image = halves(28, 20);

        assertThat(Thumbnail.read(ImageWriter.png(image), 320).image().rgb()).isEqualTo(image.rgb());
    }

    @Test
    void longStrip_keepsOneRow() throws Exception {
        Image small = Thumbnail.read(ImageWriter.png(halves(20_000, 2)), 320).image();

        assertThat(small.width()).isEqualTo(320);
        assertThat(small.height()).isEqualTo(1);
    }

    @Test
    void progressiveJpeg_isRead() throws Exception {
        Thumbnail thumbnail = Thumbnail.read(progressive(halves(900, 600)), 300);

        assertThat(thumbnail.image().height()).isEqualTo(200);
        assertThat(near(thumbnail.image().rgb()[0], 0xC02020)).isTrue();
    }

    @Test
    void jpegThatDescribesItsPixelsOverAndOver_isRefused() throws Exception {
        byte[] jpeg = ImageWriter.jpeg(halves(2_000, 1_000), 0.5).toArray();
        byte[] scans = new byte[4 + 600];
        ByteBuffer.wrap(scans).putShort((short) 0xFFFE).putShort((short) 602);
        for (int i = 4; i < scans.length; i += 2) {
            scans[i] = (byte) 0xFF;
            scans[i + 1] = (byte) 0xDA;
        }
        byte[] file = ByteBuffer.allocate(jpeg.length + scans.length)
                .put(jpeg, 0, 2)
                .put(scans)
                .put(jpeg, 2, jpeg.length - 2)
                .array();

        assertThatThrownBy(() -> Thumbnail.read(Bytes.wrap(file), 320))
                .isInstanceOf(ImageException.class)
                .hasMessage("the image describes its 2000 x 1000 pixels 301 times, which would take too long");
    }

    /** Red on the left, blue on the right. */
    private static Image halves(int width, int height) {
        int[] rgb = new int[width * height];
        Arrays.setAll(rgb, i -> i % width < width / 2 ? 0xC02020 : 0x2020C0);
        return new Image(width, height, rgb);
    }

    private static boolean near(int pixel, int other) {
        return Math.abs((pixel >> 16) - (other >> 16)) < 12
                && Math.abs((pixel >> 8 & 0xFF) - (other >> 8 & 0xFF)) < 12
                && Math.abs((pixel & 0xFF) - (other & 0xFF)) < 12;
    }

    private static Bytes progressive(Image image) throws Exception {
        var canvas = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        canvas.setRGB(0, 0, image.width(), image.height(), image.rgb(), 0, image.width());
        javax.imageio.ImageWriter encoder =
                ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = encoder.getDefaultWriteParam();
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        var bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            encoder.setOutput(out);
            encoder.write(null, new IIOImage(canvas, null, null), settings);
        }
        return Bytes.wrap(bytes.toByteArray());
    }
}
