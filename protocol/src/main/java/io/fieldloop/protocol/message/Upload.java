package io.fieldloop.protocol.message;

import io.fieldloop.protocol.Sha256;

/**
 * Media that a device brings to the hub by HTTP, ahead of the message that names them.
 *
 * @param digest of the media, by which they are found
 * @param sizeBytes of the media, 1 to {@value #MAX_SIZE_BYTES}
 */
public record Upload(Sha256 digest, long sizeBytes) {
    /** The largest media of a sample: 64 MiB. */
    public static final long MAX_SIZE_BYTES = 64L << 20;

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if it is beyond its bounds
     */
    public Upload {
        if (sizeBytes < 1 || sizeBytes > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "an upload has 1 to %d bytes, not %d".formatted(MAX_SIZE_BYTES, sizeBytes));
        }
    }
}
