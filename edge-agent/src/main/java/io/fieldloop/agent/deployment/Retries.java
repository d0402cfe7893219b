package io.fieldloop.agent.deployment;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and after which pause something is tried again. The pause doubles from {@code first} to {@code longest}; a
 * random half of it is taken off ("equal jitter"), so that a fleet does not come back all at once.
 *
 * @param most tries in a row that may fail
 * @param first the pause after the first failure
 * @param longest the longest pause, at most an hour
 */
public record Retries(int most, Duration first, Duration longest) {
    /** Gives up after about a quarter of an hour without a single byte. */
    public static final Retries DOWNLOAD = new Retries(12, Duration.ofSeconds(1), Duration.ofMinutes(2));

    private static final int MOST_DOUBLINGS = 20;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there is no try at all, or the pauses are out of bounds
     */
    public Retries {
        if (most < 1 || first.isNegative() || longest.compareTo(first) < 0 || longest.toHours() > 1) {
            throw new IllegalArgumentException(
                    "needs at least 1 try and 0 <= first <= longest <= 1 hour, not %d, %s, %s"
                            .formatted(most, first, longest));
        }
    }

    /** The pause after {@code failures} failed tries in a row. */
    Duration pauseAfter(int failures, RandomGenerator random) {
        long doubled = first.toNanos() << Math.clamp(failures - 1, 0, MOST_DOUBLINGS);
        long capped = Math.min(doubled, longest.toNanos());
        return Duration.ofNanos(capped / 2 + (long) (random.nextDouble() * capped / 2));
    }
}
