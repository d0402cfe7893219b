package io.fieldloop.models.audio;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the sound of a WAV file.
 *
 * @param channels 1 or 2
 * @param sampleRate samples a second; empty where nothing tells it
 * @param sizeBytes of the sound; empty while it is still being made
 */
record WavHeader(int channels, OptionalInt sampleRate, Optional<Long> sizeBytes) {
    private static final int PCM = 1;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int FORMAT_SIZE_BYTES = 16;
    private static final int EXTENSIBLE_SIZE_BYTES = 40;
    private static final int SUB_FORMAT_AT = 24;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final long MAX_SIZE_BYTES = 16 << 20;
    private static final int MAX_SAMPLE_RATE = 768_000;

    /** Stands for the length of what is still being made, as 0 does. */
    private static final long UNKNOWN = 0xFFFF_FFFFL;

    /**
     * Reads up to the first sample.
     *
     * @param wantedRate empty for any
     */
    static WavHeader read(InputStream in, OptionalInt wantedRate) throws IOException {
        var header = new DataInputStream(in);
        try {
            String riff = fourLetters(header);
            unsigned32(header);
            if (!riff.equals("RIFF") || !fourLetters(header).equals("WAVE")) {
                throw new AudioException("this is no WAV file; ffmpeg makes one of any sound: ffmpeg -i IN OUT.wav");
            }
            return chunks(header, wantedRate);
        } catch (EOFException e) {
            throw new AudioException("the WAV file ends within its header", e);
        }
    }

    private static WavHeader chunks(DataInputStream header, OptionalInt wantedRate) throws IOException {
        @Nullable Form form = null;
        for (long readBytes = 0; readBytes <= MAX_SIZE_BYTES; readBytes += CHUNK_HEADER_BYTES) {
            String chunk = fourLetters(header);
            long sizeBytes = unsigned32(header);
            if (chunk.equals("data") && form != null) {
                return new WavHeader(form.channels, OptionalInt.of(form.sampleRate), known(sizeBytes));
            }
            long paddedBytes = sizeBytes + (sizeBytes & 1);
            readBytes += paddedBytes;
            byte[] content = header.readNBytes((int) Math.min(paddedBytes, MAX_SIZE_BYTES));
            if (chunk.equals("fmt ")) {
                form = form(content, wantedRate);
            }
        }
        throw new AudioException("the header of the WAV file is damaged: no form and sound in its first %d bytes"
                .formatted(MAX_SIZE_BYTES));
    }

    private static Optional<Long> known(long sizeBytes) {
        return sizeBytes == 0 || sizeBytes == UNKNOWN ? Optional.empty() : Optional.of(sizeBytes);
    }

    private record Form(int channels, int sampleRate) {}

    private static Form form(byte[] format, OptionalInt wantedRate) throws AudioException {
        if (format.length < FORMAT_SIZE_BYTES) {
            throw new AudioException("the header of the WAV file is damaged: its part 'fmt ' has only %d bytes"
                    .formatted(format.length));
        }
        int coding = unsigned16(format, 0);
        if (coding == EXTENSIBLE && format.length >= EXTENSIBLE_SIZE_BYTES) {
            coding = unsigned16(format, SUB_FORMAT_AT);
        }
        int channels = unsigned16(format, 2);
        long rate = unsigned16(format, 4) | (long) unsigned16(format, 6) << 16;
        int bits = unsigned16(format, 14);
        int right = wantedRate.orElse(Math.clamp(rate, 1, MAX_SAMPLE_RATE));
        if (coding != PCM || bits != Short.SIZE || channels < 1 || channels > 2 || rate != right) {
            throw new AudioException("""
                    the sound has coding %d, %d bits, %d channels and %d samples a second, but must have coding 1 (PCM), \
                    16 bits, 1 or 2 channels and %d samples a second; convert it: ffmpeg -i IN -ar %d -ac 1 \
                    -c:a pcm_s16le OUT.wav""".formatted(coding, bits, channels, rate, right, right));
        }
        return new Form(channels, right);
    }

    private static String fourLetters(DataInputStream header) throws IOException {
        byte[] letters = new byte[4];
        header.readFully(letters);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }

    private static long unsigned32(DataInputStream header) throws IOException {
        return Integer.toUnsignedLong(Integer.reverseBytes(header.readInt()));
    }

    private static int unsigned16(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) | Byte.toUnsignedInt(bytes[at + 1]) << 8;
    }
}
