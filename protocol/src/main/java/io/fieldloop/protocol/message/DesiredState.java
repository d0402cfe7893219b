package io.fieldloop.protocol.message;

import java.util.List;

/**
 * What a device shall serve. Retained by the broker, so a device finds it whenever it comes back.
 *
 * @param revision counted up by the hub for each device; a lower one than was seen is stale and ignored
 * @param offers at most one for each model
 */
public record DesiredState(long revision, List<Offer> offers) implements HubMessage {
    /**
     * Takes a copy of the offers.
     *
     * @throws IllegalArgumentException if two offers are of one model
     */
    public DesiredState {
        offers = List.copyOf(offers);
        if (offers.stream().map(o -> o.model().model()).distinct().count() != offers.size()) {
            throw new IllegalArgumentException("a desired state holds at most one offer for each model");
        }
    }
}
