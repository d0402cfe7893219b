package io.fieldloop.agent.serve;

import java.time.Duration;

/**
 * How one model is served.
 *
 * @param concurrency how many runs at a time
 * @param queue how many more requests may be under way; one more is refused
 * @param timeout how long a request may take when it does not say; a request can only ask for less
 * @param batch how many single inputs may be put together to one run; 1 runs each alone
 * @param batchDelay how long a run may wait for more inputs
 */
public record ModelSettings(int concurrency, int queue, Duration timeout, int batch, Duration batchDelay) {
    /** What serves a small device: each request alone, as many at a time as there are processors. */
    public static final ModelSettings DEFAULT = new ModelSettings(
            Math.min(Runtime.getRuntime().availableProcessors(), 64), 64, Duration.ofSeconds(30), 1, Duration.ZERO);

    private static final int MOST = 1_024;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its bounds
     */
    public ModelSettings {
        requireWithin("concurrency", concurrency, 1, 64);
        requireWithin("queue", queue, 0, MOST);
        requireWithin("batch", batch, 1, MOST);
        if (!timeout.isPositive() || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("timeout must be above 0 and at most 1 h, not " + timeout);
        }
        if (batchDelay.isNegative() || batchDelay.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("batchDelay must be within 0 to 1 s, not " + batchDelay);
        }
    }

    private static void requireWithin(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s must be within %d to %d, not %d".formatted(name, least, most, value));
        }
    }
}
