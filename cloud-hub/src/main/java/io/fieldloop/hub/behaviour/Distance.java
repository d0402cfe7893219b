package io.fieldloop.hub.behaviour;

import io.micronaut.serde.annotation.Serdeable;

/**
 * How far two distributions are apart, beside how far chance alone may take them.
 *
 * @param value 0 if they are the same
 * @param chance what no more than one in a thousand pairs of so many values exceeds that are drawn from the same distribution
 */
@Serdeable
record Distance(double value, double chance) {
    /** Where there is nothing to compare. */
    static final Distance NONE = new Distance(0, 0);

    /** Whether it is beyond a threshold, and beyond chance. */
    boolean exceeds(double threshold) {
        return value >= threshold && value > chance;
    }
}
