package io.fieldloop.hub.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Postprocessing;
import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.pack.SsdAnchors;
import io.fieldloop.models.runtime.ModelFormat;
import io.micronaut.serde.annotation.SerdeImport;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version that is brought. Preprocessing, postprocessing and limits are as in the manifest.
 *
 * @param variants the forms it comes in, the preferred one first
 * @param goldens images that it will have to answer alike everywhere; null for none
 * @param limits what it may cost; null for what the brief allows
 * @param origin where it comes from, one sentence
 */
@Serdeable
@SerdeImport(Preprocessing.class)
@SerdeImport(SsdAnchors.class)
@SerdeImport(Limits.class)
public record NewVersion(
        List<VariantBlob> variants,
        Preprocessing preprocessing,
        Reading postprocessing,
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

    /** How outputs are read; {@code type} says which of the two. */
    @Serdeable
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ClassReading.class, name = "top-classes"),
        @JsonSubTypes.Type(value = BoxReading.class, name = "ssd-boxes")
    })
    public sealed interface Reading {
        /**
         * The same for the manifest.
         *
         * @throws IllegalArgumentException if a number is out of bounds
         */
        Postprocessing postprocessing();
    }

    /** The likeliest classes of one output. */
    @Serdeable
    public record ClassReading(String output, Activation activation, int count) implements Reading {
        @Override
        public Postprocessing postprocessing() {
            return new TopClasses(output, activation, count);
        }
    }

    /** Boxes of a single shot detector. */
    @Serdeable
    public record BoxReading(
            String boxes, String scores, SsdAnchors anchors, double threshold, double overlap, int count)
            implements Reading {
        @Override
        public Postprocessing postprocessing() {
            return new SsdBoxes(boxes, scores, anchors, threshold, overlap, count);
        }
    }
}
