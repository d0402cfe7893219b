package io.fieldloop.models.audio;

import java.util.Arrays;
import java.util.OptionalInt;

/** Sound as a whole file of either kind that is read: WAV or FLAC, as its first bytes say. */
public final class SoundFile {
    private static final byte[] FLAC = {'f', 'L', 'a', 'C'};

    private SoundFile() {}

    /**
     * The sound of a file.
     *
     * @throws AudioException if it is damaged, or the sound has another rate or form
     */
    public static Sound read(byte[] file, int sampleRate) throws AudioException {
        return read(file, OptionalInt.of(sampleRate));
    }

    /**
     * The sound of a file, at the rate that it has.
     *
     * @throws AudioException if it is damaged, or the sound has another form
     */
    public static Sound read(byte[] file) throws AudioException {
        return read(file, OptionalInt.empty());
    }

    private static Sound read(byte[] file, OptionalInt wantedRate) throws AudioException {
        return Arrays.equals(file, 0, Math.min(FLAC.length, file.length), FLAC, 0, FLAC.length)
                ? FlacFile.read(file, wantedRate)
                : WavFile.read(file, wantedRate);
    }
}
