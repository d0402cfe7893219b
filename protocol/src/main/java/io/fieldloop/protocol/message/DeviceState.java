package io.fieldloop.protocol.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a device serves and captures now. Retained by the broker; the last will replaces it by one that is not online.
 *
 * @param online whether the device is connected
 * @param at when it was said, by the device's clock
 * @param serving one for each stream that has a model; empty in a last will
 * @param capture what became of the capture rules that it was given; empty before it was given any, and in a last will
 */
public record DeviceState(boolean online, Instant at, List<Serving> serving, Optional<CaptureReport> capture)
        implements DeviceMessage {
    /** Takes a copy of what is served. */
    public DeviceState {
        serving = List.copyOf(serving);
    }

    /** Of a device that was given no capture rules. */
    public DeviceState(boolean online, Instant at, List<Serving> serving) {
        this(online, at, serving, Optional.empty());
    }
}
