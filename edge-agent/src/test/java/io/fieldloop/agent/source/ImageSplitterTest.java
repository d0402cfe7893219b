package io.fieldloop.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ImageSplitterTest {
    private static final Image NOISE =
            new Image(97, 61, new Random(7).ints(97 * 61, 0, 1 << 24).toArray());
    private static final Bytes PNG = ImageWriter.png(NOISE);
    private static final Bytes JPEG = ImageWriter.jpeg(NOISE, 0.9);

    @Test
    void next_mixedImages_comeOneByOneAsTheyWere() throws IOException {
        ImageSplitter splitter = splitter(stream(PNG, JPEG, JPEG, PNG), 1 << 20);

        assertThat(splitter.next()).isEqualTo(new Input.Encoded("an image", "image/png", PNG));
        assertThat(splitter.next()).isEqualTo(new Input.Encoded("an image", "image/jpeg", JPEG));
        assertThat(splitter.next()).isEqualTo(new Input.Encoded("an image", "image/jpeg", JPEG));
        assertThat(splitter.next()).isEqualTo(new Input.Encoded("an image", "image/png", PNG));
        assertThat(splitter.next()).isNull();
    }

    @Test
    void next_streamThatComesByteByByte_makesNoDifference() throws IOException {
        ImageSplitter splitter = new ImageSplitter(new Trickle(stream(JPEG, PNG)), 1 << 20);

        assertThat(splitter.next()).isEqualTo(new Input.Encoded("an image", "image/jpeg", JPEG));
        assertThat(splitter.next()).isEqualTo(new Input.Encoded("an image", "image/png", PNG));
    }

    @Test
    void next_imageThatIsCutOffAnywhere_isRefused() {
        for (Bytes whole : new Bytes[] {PNG, JPEG}) {
            for (int length = 1; length < whole.size(); length += 97) {
                byte[] part = Arrays.copyOf(whole.toArray(), length);
                assertThatThrownBy(() -> splitter(part, 1 << 20).next())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("ends within");
            }
        }
    }

    @Test
    void next_imageOfTheLargestSize_isRead_andALargerOneRefused() throws IOException {
        assertThat(splitter(stream(PNG), PNG.size()).next()).isNotNull();
        assertThatThrownBy(() -> splitter(stream(PNG), PNG.size() - 1).next()).hasMessageContaining("more than");
        assertThatThrownBy(() -> splitter(stream(JPEG), JPEG.size() - 1).next()).hasMessageContaining("more than");
    }

    @Test
    void next_anythingElse_isRefused() {
        assertThatThrownBy(
                        () -> splitter(new byte[] {'R', 'I', 'F', 'F'}, 1 << 20).next())
                .hasMessageContaining("neither PNG nor JPEG");
        byte[] noise = new byte[1 << 16];
        for (int seed = 0; seed < 200; seed++) {
            new Random(seed).nextBytes(noise);
            noise[0] = (byte) 0xFF;
            noise[1] = (byte) 0xD8;
            assertThatCodeEnds(splitter(noise, 1 << 15));
        }
    }

    private static void assertThatCodeEnds(ImageSplitter splitter) {
        try {
            Input input = splitter.next();
            assertThat(input).isNotNull();
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static ImageSplitter splitter(byte[] stream, int maxBytes) {
        return new ImageSplitter(new ByteArrayInputStream(stream), maxBytes);
    }

    private static byte[] stream(Bytes... images) {
        var stream = new ByteArrayOutputStream();
        for (Bytes image : images) {
            stream.writeBytes(image.toArray());
        }
        return stream.toByteArray();
    }

    /** Gives one byte at a time. */
    private static final class Trickle extends FilterInputStream {
        Trickle(byte[] content) {
            super(InputStream.nullInputStream());
            in = new ByteArrayInputStream(content);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return super.read(into, offset, Math.min(1, length));
        }
    }
}
