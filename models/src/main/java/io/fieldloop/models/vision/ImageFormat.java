package io.fieldloop.models.vision;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The formats that are read. The platform's decoders fill up with grey what a file lacks, so a file is checked to be whole
 * before one of them sees it.
 */
enum ImageFormat {
    /** ISO/IEC 15948: a signature, then chunks of length, type, content and checksum, the last of which is {@code IEND}. */
    PNG,
    /** ITU-T T.81: segments, each a marker and mostly a length, up to the marker for the end of the image. */
    JPEG;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int LENGTH_BYTES = 4;
    private static final int TYPE_BYTES = 4;
    private static final int CHECKSUM_BYTES = 4;
    private static final int LAST_CHUNK = 0x49454E44;

    private static final byte[] START_OF_IMAGE = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    private static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;

    /**
     * Which format a file has.
     *
     * @throws ImageException if none of them, or it is damaged
     */
    static ImageFormat of(byte[] file) throws ImageException {
        if (startsWith(file, SIGNATURE)) {
            return requireWhole(PNG, isWholePng(ByteBuffer.wrap(file)));
        }
        if (startsWith(file, START_OF_IMAGE)) {
            return requireWhole(JPEG, isWholeJpeg(ByteBuffer.wrap(file)));
        }
        throw new ImageException("the bytes are neither PNG nor JPEG");
    }

    /** How often a whole file describes its pixels, at most: the scans of a JPEG, or 1. */
    int passes(byte[] file) {
        return switch (this) {
            case PNG -> 1;
            case JPEG -> scans(file);
        };
    }

    private static int scans(byte[] file) {
        int scans = 0;
        for (int i = 1; i < file.length; i++) {
            if ((file[i] & 0xFF) == START_OF_SCAN && (file[i - 1] & 0xFF) == 0xFF) {
                scans++;
            }
        }
        return scans;
    }

    private static boolean startsWith(byte[] file, byte[] start) {
        return file.length > start.length && Arrays.equals(file, 0, start.length, start, 0, start.length);
    }

    private static ImageFormat requireWhole(ImageFormat format, boolean whole) throws ImageException {
        if (!whole) {
            throw new ImageException("the %s image is cut off or damaged".formatted(format));
        }
        return format;
    }

    private static boolean isWholePng(ByteBuffer file) {
        file.position(SIGNATURE.length);
        while (file.remaining() >= LENGTH_BYTES + TYPE_BYTES + CHECKSUM_BYTES) {
            int length = file.getInt();
            if (length < 0 || length > file.remaining() - TYPE_BYTES - CHECKSUM_BYTES) {
                return false;
            }
            int chunk = file.position();
            var checksum = new CRC32();
            checksum.update(file.slice(chunk, TYPE_BYTES + length));
            file.position(chunk + TYPE_BYTES + length);
            if (file.getInt() != (int) checksum.getValue()) {
                return false;
            }
            if (file.getInt(chunk) == LAST_CHUNK) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWholeJpeg(ByteBuffer file) {
        file.position(2);
        while (file.remaining() >= 2) {
            int prefix = file.get() & 0xFF;
            int marker = file.get(file.position()) & 0xFF;
            if (prefix != 0xFF || isAmongPixels(marker)) {
                continue;
            }
            file.get();
            if (marker == END_OF_IMAGE) {
                return true;
            }
            if (!skipSegment(file)) {
                return false;
            }
        }
        return false;
    }

    /** Stuffing, filling and restarts stand among the compressed pixels. */
    private static boolean isAmongPixels(int marker) {
        return marker == 0 || marker == 0xFF || (marker >= FIRST_RESTART && marker <= LAST_RESTART);
    }

    private static boolean skipSegment(ByteBuffer file) {
        int length = file.remaining() < 2 ? 0 : file.getShort(file.position()) & 0xFFFF;
        if (length < 2 || length > file.remaining()) {
            return false;
        }
        file.position(file.position() + length);
        return true;
    }
}
