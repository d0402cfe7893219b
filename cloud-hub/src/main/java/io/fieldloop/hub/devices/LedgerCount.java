package io.fieldloop.hub.devices;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;

/**
 * How many samples of one account the hub has stored at once.
 *
 * @param epoch the life of the outbox that numbered them
 */
public record LedgerCount(DeviceId device, long epoch, StreamName stream, long samples) {}
