package io.fieldloop.models.pack;

/**
 * What a model may cost on a device.
 *
 * @param latencyMicros the longest median prediction, in microseconds; 0 for no limit
 * @param memoryBytes the most resident memory of the process that tries it; 0 for no limit
 */
public record Limits(long latencyMicros, long memoryBytes) {
    /** No limit at all. */
    public static final Limits NONE = new Limits(0, 0);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Limits {
        if (latencyMicros < 0 || memoryBytes < 0) {
            throw new IllegalArgumentException(
                    "limits must not be negative: %d µs, %d bytes".formatted(latencyMicros, memoryBytes));
        }
    }
}
