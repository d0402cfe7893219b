package io.fieldloop.hub.retention;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was deleted, or is being deleted.
 *
 * @param kind {@code policy} or {@code request}
 * @param by who asked for it; {@code hub} when it is by policy
 * @param note why; empty when it is by policy
 * @param device whose samples; null for any
 * @param stream of which; null for any
 * @param from the moment of their arrival; null when it is by policy
 * @param until the moment before which they arrived; null when it is by policy
 * @param endedAt null while there may be more to delete
 * @param counts what is deleted by now
 */
@Serdeable
record Deletion(
        UUID id,
        String kind,
        String by,
        String note,
        @Nullable String device,
        @Nullable String stream,
        @Nullable Instant from,
        @Nullable Instant until,
        Instant createdAt,
        @Nullable Instant endedAt,
        List<Count> counts) {
    /** Takes a copy of the counts. */
    Deletion {
        counts = List.copyOf(counts);
    }

    /** How many samples of a stream are deleted for a reason. */
    @Serdeable
    record Count(String stream, Reason reason, long samples, long sizeBytes) {}
}
