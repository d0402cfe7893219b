package io.fieldloop.agent.capture;

import java.time.Duration;

/**
 * Which inputs are too much like one that was captured before to be captured too.
 *
 * @param distance in how many bits of 64 their hashes differ at most, 0 to 32
 * @param among with how many of the latest that were captured they are compared, 1 to 4,096
 * @param within for how long after that
 */
public record NearDuplicates(int distance, int among, Duration within) {
    /** Unlike inputs differ in so many bits. */
    public static final int MOST_DISTANCE = 32;

    /** The most inputs that are remembered. */
    public static final int MOST_AMONG = 4_096;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if one is not kept
     */
    public NearDuplicates {
        if (distance < 0 || distance > MOST_DISTANCE || among < 1 || among > MOST_AMONG || !within.isPositive()) {
            throw new IllegalArgumentException(
                    "near-duplicates differ in 0 to %d bits, among 1 to %d inputs within some time, not %d, %d and %s"
                            .formatted(MOST_DISTANCE, MOST_AMONG, distance, among, within));
        }
    }
}
