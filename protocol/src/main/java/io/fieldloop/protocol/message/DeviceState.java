package io.fieldloop.protocol.message;

import java.time.Instant;
import java.util.List;

/**
 * What a device serves now. Retained by the broker; the last will replaces it by one that is not online.
 *
 * @param online whether the device is connected
 * @param at when it was said, by the device's clock
 * @param serving one for each stream that has a model; empty in a last will
 */
public record DeviceState(boolean online, Instant at, List<Serving> serving) implements DeviceMessage {
    /** Takes a copy of what is served. */
    public DeviceState {
        serving = List.copyOf(serving);
    }
}
