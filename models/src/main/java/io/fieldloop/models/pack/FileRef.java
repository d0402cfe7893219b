package io.fieldloop.models.pack;

import io.fieldloop.protocol.Sha256;

/**
 * A file by its content.
 *
 * @param sha256 of the whole content
 * @param sizeBytes 1 to {@link #MAX_SIZE_BYTES}
 */
public record FileRef(Sha256 sha256, long sizeBytes) {
    /** The largest file of a package. */
    public static final long MAX_SIZE_BYTES = 2L << 30;

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if it is out of bounds
     */
    public FileRef {
        if (sizeBytes < 1 || sizeBytes > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "file %s must have 1 to %d bytes, not %d".formatted(sha256, MAX_SIZE_BYTES, sizeBytes));
        }
    }
}
