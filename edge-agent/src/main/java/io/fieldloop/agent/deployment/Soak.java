package io.fieldloop.agent.deployment;

import java.time.Duration;

/**
 * How long a new version serves under watch before it serves for good, and what brings the previous version back.
 *
 * @param inferences how many answers are enough
 * @param atMost it is also enough to have served this long
 * @param maxFailures how many inferences may fail besides those that the previous version's failures let expect
 * @param maxSlowdown how many times the previous version's median latency its own may be, at least 1
 * @param maxDrift by how much its mix of labels may differ from the previous version's, 0 to 1: the share of answers that
 *     would have to have another label
 */
public record Soak(long inferences, Duration atMost, long maxFailures, double maxSlowdown, double maxDrift) {
    /** 200 answers or half a minute, no failure, five times the latency, and four of five answers. */
    public static final Soak DEFAULT = new Soak(200, Duration.ofSeconds(30), 0, 5, 0.8);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its bounds
     */
    public Soak {
        if (inferences < 1 || atMost.isNegative() || maxFailures < 0) {
            throw new IllegalArgumentException("a soak needs inferences >= 1, at-most >= 0 and max-failures >= 0, not "
                    + inferences + ", " + atMost + ", " + maxFailures);
        }
        if (!(maxSlowdown >= 1 && maxDrift >= 0 && maxDrift <= 1)) {
            throw new IllegalArgumentException(
                    "a soak needs max-slowdown >= 1 and max-drift within 0 to 1, not " + maxSlowdown + ", " + maxDrift);
        }
    }
}
