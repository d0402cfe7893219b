package io.fieldloop.agent.deployment.trial;

import java.time.Duration;

/**
 * What a trial may cost this device.
 *
 * @param timeout after which it is killed
 * @param processorTime of all its threads together, after which it is killed
 * @param memoryBytes the most resident memory of its process, of which Java itself takes some 70 MiB; at least 128 MiB
 */
public record TrialLimits(Duration timeout, Duration processorTime, long memoryBytes) {
    /** One minute, as much of processors, and 1 GiB. */
    public static final TrialLimits DEFAULT = new TrialLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1L << 30);

    static final long LEAST_MEMORY_BYTES = 128L << 20;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if there is no time, or less than 128 MiB
     */
    public TrialLimits {
        if (!timeout.isPositive() || !processorTime.isPositive() || memoryBytes < LEAST_MEMORY_BYTES) {
            throw new IllegalArgumentException("a trial needs times above 0 and at least %d bytes, not %s, %s and %d"
                    .formatted(LEAST_MEMORY_BYTES, timeout, processorTime, memoryBytes));
        }
    }
}
