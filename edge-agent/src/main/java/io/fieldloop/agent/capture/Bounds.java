package io.fieldloop.agent.capture;

/**
 * How much an outbox may take. When it would take more, the least valuable samples are given up.
 *
 * @param maxBytes of samples
 * @param keepFreeBytes while less of the disk is free, the outbox does not grow
 */
public record Bounds(long maxBytes, long keepFreeBytes) {
    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Bounds {
        if (maxBytes < 0 || keepFreeBytes < 0) {
            throw new IllegalArgumentException(
                    "the bounds of an outbox cannot be negative, as %d and %d".formatted(maxBytes, keepFreeBytes));
        }
    }
}
