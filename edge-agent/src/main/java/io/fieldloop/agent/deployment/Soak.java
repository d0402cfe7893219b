package io.fieldloop.agent.deployment;

import java.time.Duration;

/**
 * How long a new version serves under watch before it serves for good.
 *
 * @param inferences how many answers are enough
 * @param atMost it is also enough to have served this long
 * @param maxFailures how many inferences may fail; one more, and the previous version comes back
 */
public record Soak(long inferences, Duration atMost, long maxFailures) {
    /** 200 answers or half a minute, and no failure. */
    public static final Soak DEFAULT = new Soak(200, Duration.ofSeconds(30), 0);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative, or {@code inferences} is 0
     */
    public Soak {
        if (inferences < 1 || atMost.isNegative() || maxFailures < 0) {
            throw new IllegalArgumentException("a soak needs inferences >= 1, at-most >= 0 and max-failures >= 0, not "
                    + inferences + ", " + atMost + ", " + maxFailures);
        }
    }
}
