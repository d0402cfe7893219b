package io.fieldloop.models.audio;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Sound as a whole FLAC file: every sample as it was, in fewer bytes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9639">RFC 9639</a>
 */
public final class FlacFile {
    /** By which such a file is known on the way. */
    public static final String MEDIA_TYPE = "audio/flac";

    private FlacFile() {}

    /**
     * The file of a sound; of noise it may be larger than a WAV file.
     *
     * @throws IllegalArgumentException if the sound is longer than {@link #read} takes, or has a rate that FLAC does not know
     */
    public static byte[] write(Sound sound) {
        if (sound.length() > FlacHeader.MAX_LENGTH) {
            throw new IllegalArgumentException("a FLAC file of %d samples would not be read; at most %d are"
                    .formatted(sound.length(), FlacHeader.MAX_LENGTH));
        }
        int[] samples = new int[sound.length()];
        Arrays.setAll(samples, i -> sound.samples()[i]);
        FlacDigest digest = new FlacDigest();
        digest.add(samples);
        BitWriter file = new BitWriter();
        new FlacHeader(1, sound.sampleRate(), sound.length(), digest.value()).write(file);
        for (int number = 0; number * FlacHeader.BLOCK < samples.length; number++) {
            int from = number * FlacHeader.BLOCK;
            int until = Math.min(from + FlacHeader.BLOCK, samples.length);
            file.write(FlacFrameWriter.write(number, Arrays.copyOfRange(samples, from, until)));
        }
        return file.toByteArray();
    }

    /**
     * The sound of a file, of whose two channels the mean is taken.
     *
     * @param wantedRate empty for any
     * @throws AudioException if it is damaged or too long, or the sound has another rate or form
     */
    static Sound read(byte[] file, OptionalInt wantedRate) throws AudioException {
        BitReader in = new BitReader(file);
        FlacHeader header = FlacHeader.read(in, wantedRate);
        FlacFrameReader frames = new FlacFrameReader(file, in, header);
        FlacDigest digest = new FlacDigest();
        short[] samples = new short[FlacHeader.BLOCK];
        int length = 0;
        while (frames.hasNext()) {
            int[][] channels = frames.next();
            digest.add(channels);
            samples = withRoom(samples, length + channels[0].length);
            for (int i = 0; i < channels[0].length; i++) {
                samples[length++] = (short) ((channels[0][i] + channels[channels.length - 1][i]) >> 1);
            }
        }
        FlacFrameReader.require(header.fits(length, digest));
        return new Sound(header.sampleRate(), Arrays.copyOf(samples, length));
    }

    /** A few bytes may say that a sound is long, so it is bounded as it grows. */
    private static short[] withRoom(short[] samples, int length) throws AudioException {
        if (length > FlacHeader.MAX_LENGTH) {
            throw new AudioException("the sound has more than %d samples".formatted(FlacHeader.MAX_LENGTH));
        }
        return length <= samples.length ? samples : Arrays.copyOf(samples, Math.max(length, 2 * samples.length));
    }
}
