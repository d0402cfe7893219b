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
 * @param capturing what each stream captures, by those rules or by its own configuration; empty in a last will, and from an agent
 *     that does not tell
 */
public record DeviceState(
        boolean online,
        Instant at,
        List<Serving> serving,
        Optional<CaptureReport> capture,
        List<StreamCapture> capturing)
        implements DeviceMessage {
    /** Takes copies of what it lists. */
    public DeviceState {
        serving = List.copyOf(serving);
        capturing = List.copyOf(capturing);
    }

    /** Of a device that was given no capture rules, and does not tell what it captures. */
    public DeviceState(boolean online, Instant at, List<Serving> serving) {
        this(online, at, serving, Optional.empty(), List.of());
    }
}
