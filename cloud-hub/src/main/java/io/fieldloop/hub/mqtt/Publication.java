package io.fieldloop.hub.mqtt;

import java.time.Duration;
import java.util.Optional;

/**
 * A message to be published, with QoS 1.
 *
 * @param topic where
 * @param payload not to be changed
 * @param retained whether the broker keeps it for those who come later
 * @param expiry after which the broker drops it, if it is no use any more then
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is handed on once; nobody compares publications
public record Publication(String topic, byte[] payload, boolean retained, Optional<Duration> expiry) {}
