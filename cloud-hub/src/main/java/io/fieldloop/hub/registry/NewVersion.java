package io.fieldloop.hub.registry;

import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Postprocessing;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.runtime.ModelFormat;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version that is brought.
 *
 * @param variants the forms it comes in, the preferred one first
 * @param goldens images that it will have to answer alike everywhere; null for none
 * @param limits what it may cost; null for what the brief allows
 * @param origin where it comes from, one sentence
 */
@Serdeable
public record NewVersion(
        List<VariantBlob> variants,
        Preprocessing preprocessing,
        Postprocessing postprocessing,
        @Nullable List<KnownImage> goldens,
        @Nullable Limits limits,
        String origin) {
    /** One form: {@code file} is the SHA-256 of an uploaded blob. */
    @Serdeable
    public record VariantBlob(String name, ModelFormat format, String file) {}

    /**
     * A golden image: {@code input} is the SHA-256 of an uploaded blob.
     *
     * @param tolerance by how much scores may differ, 0 to 1
     */
    @Serdeable
    public record KnownImage(String input, double tolerance) {}
}
