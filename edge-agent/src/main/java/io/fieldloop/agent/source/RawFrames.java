package io.fieldloop.agent.source;

import io.fieldloop.agent.source.CommandOutput.Rgb24;
import io.fieldloop.models.vision.Image;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Frames of three bytes a pixel, one right after the other, row by row from the top. */
final class RawFrames implements Frames {
    private final InputStream in;
    private final Rgb24 format;
    private final byte[] frame;

    RawFrames(InputStream in, Rgb24 format) {
        this.in = in;
        this.format = format;
        this.frame = new byte[format.frameBytes()];
    }

    @Override
    public @Nullable Input next() throws IOException {
        int count = in.readNBytes(frame, 0, frame.length);
        if (count == 0) {
            return null;
        }
        if (count < frame.length) {
            throw new EOFException(
                    "the output ends after %d of the %d bytes of a frame".formatted(count, frame.length));
        }
        return new Input.Raw("a frame", new Image(format.width(), format.height(), pixels()));
    }

    private int[] pixels() {
        int[] rgb = new int[frame.length / 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (frame[3 * i] & 0xFF) << 16 | (frame[3 * i + 1] & 0xFF) << 8 | (frame[3 * i + 2] & 0xFF);
        }
        return rgb;
    }
}
