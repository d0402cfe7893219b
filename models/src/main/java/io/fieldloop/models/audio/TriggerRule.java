package io.fieldloop.models.audio;

import java.time.Duration;

/**
 * When scores become an event. One event begins where a score reaches {@code threshold}; the next one may begin only once
 * the scores have been below {@code release} for as long as {@code quiet}, so that one word is one event.
 *
 * @param threshold above 0 to 1
 * @param release above 0 to {@code threshold}
 * @param quiet not negative
 */
public record TriggerRule(double threshold, double release, Duration quiet) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of bounds
     */
    public TriggerRule {
        if (!(release > 0 && release <= threshold && threshold <= 1)) {
            throw new IllegalArgumentException("release and threshold must be above 0 to 1, and release not above "
                    + "threshold; they are %s and %s".formatted(release, threshold));
        }
        if (quiet.isNegative()) {
            throw new IllegalArgumentException("quiet must not be negative, not %s".formatted(quiet));
        }
    }
}
