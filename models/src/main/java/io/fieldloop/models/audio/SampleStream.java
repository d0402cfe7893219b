package io.fieldloop.models.audio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The samples of a WAV file, of a stream in that format that is still being made, or without any format: 16-bit PCM, the lower byte
 * first, with one or two channels, of which the mean is taken. One thread at a time.
 *
 * @see <a href="https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html">WAVE, the format of the file</a>
 */
public final class SampleStream implements AutoCloseable {
    private final InputStream in;
    private final WavHeader header;
    private long readBytes;
    private byte[] buffer = {};

    /** Goes on after a header. */
    SampleStream(InputStream in, WavHeader header) {
        this.in = in;
        this.header = header;
    }

    /**
     * Samples alone; nothing in them tells their rate.
     *
     * @param in read from its current position; closed with this
     * @param channels 1 or 2
     */
    public static SampleStream ofRaw(InputStream in, int channels) {
        return new SampleStream(in, new WavHeader(channels, OptionalInt.empty(), Optional.empty()));
    }

    /**
     * Reads the header of a WAV file.
     *
     * @param in read from its current position; closed with this, and left open if this fails
     * @param sampleRate that is wanted
     * @throws AudioException if it is damaged, or the sound has another rate or form
     * @throws IOException if {@code in} throws it
     */
    public static SampleStream ofWav(InputStream in, int sampleRate) throws IOException {
        return new SampleStream(in, WavHeader.read(in, OptionalInt.of(sampleRate)));
    }

    /**
     * Waits for sound, until {@code sound} is full or there is no more.
     *
     * @return how many samples were put into {@code sound}; 0 at the end
     * @throws AudioException if the sound ends before the length that the header tells, or within a sample
     * @throws IOException if the stream below throws it
     */
    public int read(short[] sound) throws IOException {
        int frameBytes = header.channels() * Short.BYTES;
        long leftBytes = header.sizeBytes().orElse(Long.MAX_VALUE) - readBytes;
        int wantedBytes = (int) Math.min((long) sound.length * frameBytes, leftBytes);
        if (buffer.length < wantedBytes) {
            buffer = new byte[wantedBytes];
        }
        int gotBytes = in.readNBytes(buffer, 0, wantedBytes);
        readBytes += gotBytes;
        if (gotBytes % frameBytes != 0
                || (gotBytes < wantedBytes && header.sizeBytes().isPresent())) {
            throw new AudioException("the sound is cut off after %d bytes".formatted(readBytes));
        }
        int count = gotBytes / frameBytes;
        for (int i = 0; i < count; i++) {
            sound[i] = header.channels() == 1 ? sample(i) : (short) ((sample(2 * i) + sample(2 * i + 1)) >> 1);
        }
        return count;
    }

    private short sample(int index) {
        int low = Byte.toUnsignedInt(buffer[index * Short.BYTES]);
        return (short) (buffer[index * Short.BYTES + 1] << 8 | low);
    }

    /** Closes the stream below. */
    @Override
    public void close() throws IOException {
        in.close();
    }
}
