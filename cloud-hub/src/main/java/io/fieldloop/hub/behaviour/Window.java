package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.sketch.Behaviour;
import java.time.Duration;
import java.time.Instant;

/**
 * How a version behaved within a time.
 *
 * @param lost how many windows are missing right before it
 */
record Window(long id, Instant from, Instant to, long lost, Behaviour behaviour) {
    /** By how much the clock of a device may be ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /**
     * What a device reports, at the time that it says; or at the one at which it came, if the device cannot know the time.
     *
     * @param earliest from when on windows are kept
     */
    static Window of(BehaviourReport report, Instant earliest, Instant now) {
        boolean isPossible = report.to().isAfter(earliest) && report.to().isBefore(now.plus(AHEAD));
        Instant to = isPossible ? report.to() : now;
        Instant from = to.minus(Duration.between(report.from(), report.to()));
        return new Window(report.id(), from, to, report.lost(), report.behaviour());
    }

    /** Both as one. */
    Window plus(Window later) {
        return new Window(
                id,
                from.isBefore(later.from) ? from : later.from,
                to.isAfter(later.to) ? to : later.to,
                lost + later.lost,
                behaviour.plus(later.behaviour));
    }
}
