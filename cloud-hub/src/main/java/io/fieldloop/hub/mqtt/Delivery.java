package io.fieldloop.hub.mqtt;

import java.time.Instant;

/**
 * A message that the broker keeps until it is acknowledged; one that is not comes again on the next connection.
 *
 * @param topic on which it came
 * @param payload not to be changed
 * @param arrivedAt when it came
 * @param acknowledgement lets the broker forget it; does nothing once the connection has ended
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is large and handed on once; nobody compares deliveries
public record Delivery(String topic, byte[] payload, Instant arrivedAt, Runnable acknowledgement) {}
