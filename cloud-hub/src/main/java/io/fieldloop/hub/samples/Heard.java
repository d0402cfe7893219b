package io.fieldloop.hub.samples;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.Uptime;
import java.time.Instant;

/**
 * A device said how long it was on.
 *
 * @param uptime when it said it
 * @param arrivedAt when the hub heard it
 */
public record Heard(DeviceId device, Uptime uptime, Instant arrivedAt) {
    /** When the device was started, or a little earlier in truth: nobody knows how long the message was on its way. */
    Instant startedAt() {
        return arrivedAt.minusMillis(uptime.millis());
    }
}
