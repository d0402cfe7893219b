package io.fieldloop.hub.preview;

import io.fieldloop.models.audio.AudioException;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.SoundFile;
import java.util.Arrays;
import java.util.List;

/** Sound becomes its waveform, with how long it is. */
final class SoundReading {
    private static final int STRETCHES = 1_000;
    private static final double TOP = 40;
    private static final double BOTTOM = Drawing.HEIGHT - Drawing.MARGIN;

    private SoundReading() {}

    static Preview preview(byte[] medium) throws UnreadableException {
        Sound sound = read(medium);
        if (sound.length() == 0) {
            throw new UnreadableException("there is no sound in it");
        }
        Envelope wave = Envelope.of(sound.length(), i -> sound.samples()[i], STRETCHES);
        long millis = sound.length() * 1_000L / sound.sampleRate();
        var outline = new Outline.OfSound(millis, sound.sampleRate(), whole(wave.low()), whole(wave.high()));
        Drawing drawing = new Drawing()
                .text(Drawing.MARGIN, Drawing.LINE_HEIGHT, Drawing.figure(millis / 1_000.0) + " s")
                .rule((TOP + BOTTOM) / 2)
                .line(wave, Short.MIN_VALUE, Short.MAX_VALUE, TOP, BOTTOM);
        return Preview.drawn(outline, drawing);
    }

    private static Sound read(byte[] medium) throws UnreadableException {
        try {
            return SoundFile.read(medium);
        } catch (AudioException e) {
            throw new UnreadableException(e);
        }
    }

    private static List<Integer> whole(double[] values) {
        return Arrays.stream(values).mapToObj(value -> (int) value).toList();
    }
}
