package io.fieldloop.hub.capture;

import io.fieldloop.hub.devices.CaptureAnswer;
import io.fieldloop.hub.samples.RuleCount;
import io.fieldloop.protocol.message.StreamCapture;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a device is wanted to capture, and what it says to that.
 *
 * @param revision how often that was changed; 0 when it never was
 * @param rules null when the device captures what its own configuration says
 * @param by who changed it last; null when nobody did
 * @param at when; null when nobody did
 * @param answer of the device to the rules that it was given last; null before it was given any
 * @param inForce what the streams of the device capture, as it said last; empty if it did not tell
 * @param chosen how many of its latest samples each rule chose
 */
@Serdeable
record DeviceCapture(
        long revision,
        @Nullable CaptureDocument rules,
        @Nullable String by,
        @Nullable Instant at,
        @Nullable CaptureAnswer answer,
        List<StreamCapture> inForce,
        List<RuleCount> chosen) {
    /** Takes copies of what it lists. */
    DeviceCapture {
        inForce = List.copyOf(inForce);
        chosen = List.copyOf(chosen);
    }
}
