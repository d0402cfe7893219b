package io.fieldloop.hub.datasets;

import io.micronaut.serde.annotation.Serdeable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A dataset as it was once; never changes.
 *
 * @param id the SHA-256 of its canonical text
 * @param size how many items it has
 * @param seed and the share by which items were held out
 * @param classes how many items each class has
 * @param refused images that were left out, the first {@value Snapshots#SHOWN_REFUSALS} of them
 */
@Serdeable
public record Snapshot(
        String id,
        String dataset,
        Instant createdAt,
        int size,
        long seed,
        BigDecimal testShare,
        List<Part> parts,
        Map<String, Integer> classes,
        List<Refusal> refused) {
    /** Takes copies of the collections. */
    public Snapshot {
        parts = List.copyOf(parts);
        refused = List.copyOf(refused);
    }

    /**
     * How many items of an origin are on a side.
     *
     * @param origin {@code field} or {@code lab}
     * @param split {@code train} or {@code test}
     */
    @Serdeable
    public record Part(String origin, String split, int count) {}

    /** An image that was left out, and why. */
    @Serdeable
    public record Refusal(String media, String reason) {}
}
