package io.fieldloop.hub.channel;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.Receipts;

/**
 * The way from the hub to a device. Thread-safe; never waits for the network.
 *
 * <p>Not promised: that a device gets a message. It is told again by whoever needs it told: a desired state is published
 * again when the hub starts and when the device introduces itself, a receipt is given again when a device sends its sample again.
 */
public interface DeviceChannel {
    /**
     * Replaces what the device shall serve. While the way to the broker is down the newest one is kept and sent when it is
     * up again; a device that is away finds it when it comes back.
     */
    void desired(DeviceId device, DesiredState desired);

    /** Gives receipts. They are dropped while the way to the broker is down. */
    void receipts(DeviceId device, Receipts receipts);
}
