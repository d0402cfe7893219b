package io.fieldloop.hub.capture;

import io.fieldloop.hub.devices.CaptureAnswer;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a device is wanted to capture, and what it says to that.
 *
 * @param revision how often that was changed; 0 when it never was
 * @param rules null when the device captures what its own configuration says
 * @param by who changed it last; null when nobody did
 * @param at when; null when nobody did
 * @param answer of the device to the rules that it was given last; null before it was given any
 */
@Serdeable
record DeviceCapture(
        long revision,
        @Nullable CaptureDocument rules,
        @Nullable String by,
        @Nullable Instant at,
        @Nullable CaptureAnswer answer) {}
