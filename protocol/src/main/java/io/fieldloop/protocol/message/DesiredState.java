package io.fieldloop.protocol.message;

import java.util.List;
import java.util.Optional;

/**
 * What a device shall serve and capture. Retained by the broker, so a device finds it whenever it comes back.
 *
 * @param revision counted up by the hub for each device; a lower one than was seen is stale and ignored
 * @param offers at most one for each model
 * @param capture empty when the device shall capture what its own configuration says
 */
public record DesiredState(long revision, List<Offer> offers, Optional<CaptureRules> capture) implements HubMessage {
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

    /** Of a device that captures what its own configuration says. */
    public DesiredState(long revision, List<Offer> offers) {
        this(revision, offers, Optional.empty());
    }
}
