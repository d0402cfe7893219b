package io.fieldloop.hub.retention;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/**
 * How many samples of a stream go, or stay, for one reason.
 *
 * @param oldest when the first of them arrived
 * @param newest when the last of them arrived
 */
@Serdeable
record Tally(String stream, Reason reason, long samples, long sizeBytes, Instant oldest, Instant newest) {}
