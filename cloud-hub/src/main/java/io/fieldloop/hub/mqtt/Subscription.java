package io.fieldloop.hub.mqtt;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a link hears.
 *
 * @param filters topic filters; none for a link that only speaks
 * @param kept whether the broker keeps what comes while there is no connection, or lets it go
 * @param window how many deliveries may be unacknowledged at a time; the broker sends no more
 * @param clock tells when a delivery came
 * @param receiver gets each delivery, one at a time; while it does not return, the broker is not read from
 * @param onLost told when a connection has ended: deliveries that were not acknowledged will come again
 */
public record Subscription(
        List<String> filters,
        boolean kept,
        int window,
        InstantSource clock,
        Consumer<Delivery> receiver,
        Runnable onLost) {
    private static final Subscription NONE =
            new Subscription(List.of(), false, 1, InstantSource.system(), _ -> {}, () -> {});

    /** Takes a copy of the filters. */
    public Subscription {
        filters = List.copyOf(filters);
    }

    /** Hears nothing. */
    public static Subscription none() {
        return NONE;
    }
}
