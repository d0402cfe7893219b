package io.fieldloop.hub.retention;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for samples to be deleted: those of a device, of some time, or both.
 *
 * @param device that captured them; null for any
 * @param stream of which they are; null for any
 * @param from the moment of their arrival, from which on they go; null for the beginning
 * @param until the moment of their arrival, before which they go; null, or in the future, for now
 * @param note why they go
 */
@Serdeable
record DeletionRequest(
        @Nullable DeviceId device,
        @Nullable StreamName stream,
        @Nullable Instant from,
        @Nullable Instant until,
        @JsonProperty(required = true) String note) {
    private static final int MOST_NOTE = 500;

    /**
     * What it asks for.
     *
     * @throws ProblemException if it names neither a device nor a time, the time is none, or it does not say why
     */
    DeletionScope scope(Instant now) {
        if (device == null && from == null && until == null) {
            throw ProblemException.invalid("/device", "name a device, a time, or both; not all samples go at once");
        }
        if (note.isBlank() || note.length() > MOST_NOTE) {
            throw ProblemException.invalid("/note", "say why, in 1 to %d characters".formatted(MOST_NOTE));
        }
        Instant begin = from == null || from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from;
        Instant end = until == null || until.isAfter(now) ? now : until;
        if (!begin.isBefore(end)) {
            throw ProblemException.invalid(until == null ? "/from" : "/until", "nothing has arrived in this time");
        }
        return new DeletionScope(device, stream, begin, end);
    }
}
