package io.fieldloop.protocol.message;

import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.sketch.Behaviour;
import java.time.Duration;
import java.time.Instant;

/**
 * How a version behaved on a stream of the device, within a window of time.
 *
 * @param id drawn at random by the device; a report that comes twice has the same
 * @param from when the window began, by the device's clock
 * @param to when it ended, by the device's clock
 * @param lost how many windows of the stream were lost right before this one, because the device had no room or no power
 * @param behaviour of at least one answer
 */
public record BehaviourReport(
        long id, StreamName stream, ModelRef model, Instant from, Instant to, long lost, Behaviour behaviour)
        implements DeviceMessage {
    /** The longest window. */
    public static final Duration MOST_TIME = Duration.ofDays(31);

    /** The most answers in a window, so that the sums of all windows of a fleet are numbers still. */
    public static final long MOST_ANSWERS = 1L << 34;

    /** The most windows that one report can say are lost. */
    public static final long MOST_LOST = 1_000_000;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the window ends before it begins or is too long, nothing or too much was answered in
     *     it, or the count of lost ones cannot be
     */
    public BehaviourReport {
        Duration time = Duration.between(from, to);
        if (time.isNegative() || time.compareTo(MOST_TIME) > 0) {
            throw new IllegalArgumentException(
                    "a window takes 0 to %d days, not from %s to %s".formatted(MOST_TIME.toDays(), from, to));
        }
        if (behaviour.answers() < 1 || behaviour.answers() > MOST_ANSWERS) {
            throw new IllegalArgumentException("a window that is reported has 1 to %d answers, not %d"
                    .formatted(MOST_ANSWERS, behaviour.answers()));
        }
        if (lost < 0 || lost > MOST_LOST) {
            throw new IllegalArgumentException("0 to %d windows may be lost, not %d".formatted(MOST_LOST, lost));
        }
    }

    /** The same after so many more windows that were lost. */
    public BehaviourReport withLost(long more) {
        return new BehaviourReport(id, stream, model, from, to, Math.min(lost + more, MOST_LOST), behaviour);
    }
}
