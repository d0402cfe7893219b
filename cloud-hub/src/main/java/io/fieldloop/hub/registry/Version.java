package io.fieldloop.hub.registry;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model, which never changes; only evaluations are added.
 *
 * @param manifest the SHA-256 of its signed manifest, the identity of its package
 * @param sizeBytes of all files together
 * @param evaluations the newest first
 */
@Serdeable
public record Version(
        String model,
        int version,
        Instant createdAt,
        String manifest,
        long sizeBytes,
        List<VariantFile> variants,
        Origin lineage,
        List<Evaluation> evaluations) {
    /** Takes copies of the lists. */
    public Version {
        variants = List.copyOf(variants);
        evaluations = List.copyOf(evaluations);
    }

    /** One form of the version. */
    @Serdeable
    public record VariantFile(String name, String format, long sizeBytes) {}

    /**
     * Where the version comes from.
     *
     * @param parentVersion from which it was made; null for one that was brought
     * @param snapshot that it learnt from; null for one that was brought
     * @param run that made it; null for one that was brought
     * @param origin one sentence for a person
     */
    @Serdeable
    public record Origin(
            @Nullable Integer parentVersion,
            @Nullable String snapshot,
            @Nullable String run,
            String origin) {}
}
