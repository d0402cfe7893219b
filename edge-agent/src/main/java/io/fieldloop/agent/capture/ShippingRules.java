package io.fieldloop.agent.capture;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When samples may go to the hub, and how many bytes of them. What may not go waits in the outbox.
 *
 * @param zone of the times, and of the midnight at which a day begins
 * @param between at which times of the day; empty at all
 * @param bytesPerDay the budget of a day; empty for no bound
 * @param bytesPerSecond the most on average over a message and the pause after it; empty for no bound
 * @param over only by network interfaces of these names, of which a last {@code *} stands for whatever follows; none for by any
 */
public record ShippingRules(
        ZoneId zone,
        Optional<Window> between,
        OptionalLong bytesPerDay,
        OptionalLong bytesPerSecond,
        List<String> over) {
    /** Always, and as much as the link takes. */
    public static final ShippingRules NONE = new ShippingRules(
            ZoneId.of("UTC"), Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of());

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public ShippingRules {
        if (bytesPerDay.orElse(1) < 1 || bytesPerSecond.orElse(1) < 1) {
            throw new IllegalArgumentException("a budget is at least one byte; leave it out for none");
        }
        over = List.copyOf(over);
    }

    /** Whether samples may go by a network interface. */
    boolean allows(String networkInterface) {
        return over.stream()
                .anyMatch(name -> name.endsWith("*")
                        ? networkInterface.startsWith(name.substring(0, name.length() - 1))
                        : networkInterface.equals(name));
    }

    /**
     * A part of every day, also over midnight.
     *
     * @param from its first moment
     * @param until the first moment after it
     */
    public record Window(LocalTime from, LocalTime until) {
        /**
         * Checks the times.
         *
         * @throws IllegalArgumentException if they are the same
         */
        public Window {
            if (from.equals(until)) {
                throw new IllegalArgumentException("a window must not end when it begins, as at %s".formatted(from));
            }
        }

        /** Whether a time of the day is within it. */
        boolean contains(LocalTime time) {
            boolean begun = !time.isBefore(from);
            boolean ended = !time.isBefore(until);
            return from.isBefore(until) ? begun && !ended : begun || !ended;
        }
    }
}
