package io.fieldloop.hub.samples;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Sample;

/**
 * A sample as its device sent it.
 *
 * @param device that captured it
 * @param epoch the life of the outbox that numbered it
 * @param stream that it is of
 * @param sample itself
 */
public record Captured(DeviceId device, long epoch, StreamName stream, Sample sample) {}
