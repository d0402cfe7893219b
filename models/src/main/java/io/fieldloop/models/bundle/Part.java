package io.fieldloop.models.bundle;

import io.fieldloop.protocol.Sha256;

/**
 * A part of a bundle.
 *
 * @param content what it is
 * @param digest of its bytes
 * @param sizeBytes how many there are
 */
public record Part(Content content, Sha256 digest, long sizeBytes) {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Part {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a part cannot have %d bytes".formatted(sizeBytes));
        }
    }

    /** What a part may be. */
    public enum Content {
        /** A message as it would go by MQTT. */
        MESSAGE,
        /** Media of samples that a message names. */
        MEDIA,
        /** A signed manifest of a package. */
        MANIFEST,
        /** A file of a package. */
        FILE
    }
}
