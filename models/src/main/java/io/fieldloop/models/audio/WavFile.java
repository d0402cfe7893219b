package io.fieldloop.models.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/** Sound as a whole file. */
public final class WavFile {
    /** By which such a file is known on the way. */
    public static final String MEDIA_TYPE = "audio/wav";

    private static final int HEADER_BYTES = 44;
    private static final short PCM = 1;

    private WavFile() {}

    /** The file of a sound. */
    public static byte[] write(Sound sound) {
        int bytes = sound.length() * Short.BYTES;
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(letters("RIFF")).putInt(HEADER_BYTES - 8 + bytes).put(letters("WAVE"));
        file.put(letters("fmt ")).putInt(16).putShort(PCM).putShort((short) 1);
        file.putInt(sound.sampleRate()).putInt(sound.sampleRate() * Short.BYTES).putShort((short) Short.BYTES);
        file.putShort((short) Short.SIZE).put(letters("data")).putInt(bytes);
        file.asShortBuffer().put(sound.samples());
        return file.array();
    }

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

    /** As above, at any rate if none is wanted. */
    static Sound read(byte[] file, OptionalInt wantedRate) throws AudioException {
        short[] samples = new short[file.length / Short.BYTES];
        try (var in = new ByteArrayInputStream(file)) {
            WavHeader header = WavHeader.read(in, wantedRate);
            int length = new SampleStream(in, header).read(samples);
            return new Sound(header.sampleRate().orElseThrow(), Arrays.copyOf(samples, length));
        } catch (AudioException e) {
            throw e;
        } catch (IOException e) {
            throw new AudioException("the file cannot be read", e);
        }
    }

    private static byte[] letters(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
