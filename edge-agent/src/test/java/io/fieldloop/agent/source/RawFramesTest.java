package io.fieldloop.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.source.CommandOutput.Rgb24;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RawFramesTest {
    private static final byte[] FRAME = {(byte) 0xFF, 0, 1, 2, (byte) 0x80, 3};
    private static final int[] PIXELS = {0xFF0001, 0x028003};

    @Test
    void next_wholeFrames_areGivenWithTheirPixels() throws Exception {
        byte[] two = new byte[2 * FRAME.length];
        System.arraycopy(FRAME, 0, two, 0, FRAME.length);
        RawFrames frames = frames(two);

        Input first = Objects.requireNonNull(frames.next());
        Input second = Objects.requireNonNull(frames.next());

        assertThat(image(first).rgb()).isEqualTo(PIXELS);
        assertThat(image(second).rgb()).containsOnly(0);
        assertThat(frames.next()).isNull();
        assertThat(image(first).rgb())
                .as("a frame is not overwritten by the next")
                .isEqualTo(PIXELS);
    }

    @Test
    void media_ofAFrame_isAPngOfTheSamePixels() throws Exception {
        Input frame = Objects.requireNonNull(frames(FRAME).next());

        assertThat(frame.mediaType()).isEqualTo("image/png");
        assertThat(ImageReader.read(frame.media()).rgb()).isEqualTo(PIXELS);
    }

    @Test
    void next_outputThatEndsWithinAFrame_isRefused() {
        assertThatThrownBy(() -> frames(new byte[] {1, 2, 3, 4}).next())
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("4 of the 6 bytes");
    }

    private static RawFrames frames(byte[] output) {
        return new RawFrames(new ByteArrayInputStream(output), new Rgb24(2, 1));
    }

    private static Image image(Input input) throws Exception {
        return ((Content.OfImage) input.content()).image();
    }
}
