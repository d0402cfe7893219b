package io.fieldloop.protocol.message;

import java.time.Duration;

/**
 * How long a device had been on at some moment. Unlike the time of its clock it only ever grows, whatever is done to the clock, so that
 * two moments of one start tell how far apart they were.
 *
 * @param boot which start of the device it was; another number, of no meaning, for each
 * @param millis since that start, suspended or not; at most {@link #MAX_MILLIS}
 */
public record Uptime(long boot, long millis) {
    /** A hundred years. */
    public static final long MAX_MILLIS = Duration.ofDays(36_525).toMillis();

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if it is negative or longer than a hundred years
     */
    public Uptime {
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException(
                    "a device is on for 0 to %d ms, not for %d".formatted(MAX_MILLIS, millis));
        }
    }

    /** So long before, but not before the start. */
    public Uptime minus(Duration duration) {
        return new Uptime(boot, Math.max(0, millis - duration.toMillis()));
    }
}
