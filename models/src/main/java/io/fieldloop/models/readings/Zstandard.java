package io.fieldloop.models.readings;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.util.Arrays;

/** Files as Zstandard (RFC 8878) makes them smaller, without losses. Any thread. */
public final class Zstandard {
    /** What stands behind the media type of what was compressed, as RFC 8878 registers it. */
    public static final String SUFFIX = "+zstd";

    private Zstandard() {}

    /** Whether a media type says that the file is compressed. */
    public static boolean isSaidBy(String mediaType) {
        return mediaType.endsWith(SUFFIX);
    }

    /** The media type of the file before it was compressed; the same if it is not. */
    public static String plain(String mediaType) {
        return isSaidBy(mediaType) ? mediaType.substring(0, mediaType.length() - SUFFIX.length()) : mediaType;
    }

    /** Compresses a file. */
    public static byte[] compress(byte[] file) {
        var compressor = new ZstdCompressor();
        byte[] into = new byte[compressor.maxCompressedLength(file.length)];
        return Arrays.copyOf(into, compressor.compress(file, 0, file.length, into, 0, into.length));
    }

    /**
     * What was compressed.
     *
     * @param mostBytes the largest file that is wanted
     * @throws ReadingsException if it is damaged or cut off, does not say how large it is, or is larger than wanted
     */
    public static byte[] decompress(byte[] compressed, int mostBytes) throws ReadingsException {
        try {
            long bytes = ZstdDecompressor.getDecompressedSize(compressed, 0, compressed.length);
            if (bytes < 0 || bytes > mostBytes) {
                throw new ReadingsException(
                        "it does not say that it becomes at most %d bytes, which is the most".formatted(mostBytes));
            }
            byte[] file = new byte[(int) bytes];
            int given = new ZstdDecompressor().decompress(compressed, 0, compressed.length, file, 0, file.length);
            return Arrays.copyOf(file, given);
        } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ReadingsException("it is no Zstandard, damaged, or cut off", e);
        }
    }
}
