package io.fieldloop.models.audio;

import io.fieldloop.protocol.Bytes;
import java.util.OptionalInt;

/**
 * What stands before the frames of a FLAC file (RFC 9639, sections 6 and 8).
 *
 * @param channels 1 or 2
 * @param sampleRate samples a second
 * @param length how many samples each channel has; 0 where nothing tells it
 * @param digest of all samples; zeros where nothing tells it
 */
record FlacHeader(int channels, int sampleRate, long length, Bytes digest) {
    /** How many samples a frame has that is not the last. */
    static final int BLOCK = 4_096;

    /** A sound that is longer is not read: a WAV file of 32 MiB has as many samples. */
    static final int MAX_LENGTH = 16 << 20;

    private static final int MAX_SAMPLE_RATE = (1 << 20) - 1;
    private static final int MARKER = 0x664C6143;
    private static final int STREAM_INFO = 0;
    private static final int STREAM_INFO_BYTES = 34;
    private static final int DIGEST_BYTES = 16;
    private static final Bytes NO_DIGEST = Bytes.wrap(new byte[DIGEST_BYTES]);

    FlacHeader {
        if (sampleRate < 1 || sampleRate > MAX_SAMPLE_RATE) {
            throw new IllegalArgumentException(
                    "FLAC has 1 to %d samples a second, not %d".formatted(MAX_SAMPLE_RATE, sampleRate));
        }
    }

    /** Whether these are all the samples that it tells of. */
    boolean fits(int otherLength, FlacDigest other) {
        return (length == 0 || length == otherLength) && (digest.equals(NO_DIGEST) || digest.equals(other.value()));
    }

    /** Writes itself as the only block of metadata. The sizes of frames are left unknown. */
    void write(BitWriter out) {
        out.write(MARKER, Integer.SIZE);
        out.write(1, 1);
        out.write(STREAM_INFO, 7);
        out.write(STREAM_INFO_BYTES, 24);
        out.write(BLOCK, 16);
        out.write(BLOCK, 16);
        out.write(0, 24);
        out.write(0, 24);
        out.write(sampleRate, 20);
        out.write(channels - 1, 3);
        out.write(Short.SIZE - 1, 5);
        out.write(length, 36);
        out.write(digest.toArray());
    }

    /**
     * Reads up to the first frame.
     *
     * @param wantedRate empty for any
     * @throws AudioException if it is damaged, or the sound has another rate or form
     */
    static FlacHeader read(BitReader in, OptionalInt wantedRate) throws AudioException {
        if (in.read(Integer.SIZE) != MARKER) {
            throw new AudioException("this is no FLAC file");
        }
        boolean last = in.read(1) == 1;
        if (in.read(7) != STREAM_INFO || in.read(24) != STREAM_INFO_BYTES) {
            throw new AudioException("the header of the FLAC file is damaged: it does not begin with the stream info");
        }
        FlacHeader header = streamInfo(in, wantedRate);
        while (!last) {
            last = in.read(1) == 1;
            in.read(7);
            in.skipBytes(in.read(24));
        }
        return header;
    }

    private static FlacHeader streamInfo(BitReader in, OptionalInt wantedRate) throws AudioException {
        in.skipBytes(2 * 2 + 2 * 3);
        int rate = (int) in.read(20);
        int channels = (int) in.read(3) + 1;
        int bits = (int) in.read(5) + 1;
        int right = wantedRate.orElse(Math.max(rate, 1));
        if (bits != Short.SIZE || channels > 2 || rate != right) {
            throw new AudioException("""
                    the sound has %d bits, %d channels and %d samples a second, but must have 16 bits, 1 or 2 channels and \
                    %d samples a second; convert it: ffmpeg -i IN -ar %d -ac 1 -sample_fmt s16 OUT.flac""".formatted(bits, channels, rate, right, right));
        }
        long length = in.read(36);
        if (length > MAX_LENGTH) {
            throw new AudioException("the sound has %d samples; at most %d are read".formatted(length, MAX_LENGTH));
        }
        byte[] digest = new byte[DIGEST_BYTES];
        for (int i = 0; i < DIGEST_BYTES; i++) {
            digest[i] = (byte) in.read(Byte.SIZE);
        }
        return new FlacHeader(channels, rate, length, Bytes.wrap(digest));
    }
}
