package io.fieldloop.agent.traffic;

import java.time.ZoneId;
import java.util.Map;

/**
 * How many bytes of each class may go in a day. The budget of samples is kept by {@link io.fieldloop.agent.capture.Allowance}.
 *
 * @param zone of the midnight at which a day begins
 * @param bytesPerDay by class; a class that is not there has no bound
 */
public record TrafficBudgets(ZoneId zone, Map<TrafficClass, Long> bytesPerDay) {
    /** No bounds. */
    public static final TrafficBudgets NONE = new TrafficBudgets(ZoneId.of("UTC"), Map.of());

    /**
     * Takes a copy.
     *
     * @throws IllegalArgumentException if a budget is not positive
     */
    public TrafficBudgets {
        bytesPerDay = Map.copyOf(bytesPerDay);
        if (bytesPerDay.values().stream().anyMatch(bytes -> bytes < 1)) {
            throw new IllegalArgumentException("a budget is at least one byte; leave it out for none");
        }
    }

    /** Whether a class has a budget. */
    public boolean bounds(TrafficClass of) {
        return bytesPerDay.containsKey(of);
    }

    long of(TrafficClass of) {
        return bytesPerDay.getOrDefault(of, Long.MAX_VALUE);
    }
}
