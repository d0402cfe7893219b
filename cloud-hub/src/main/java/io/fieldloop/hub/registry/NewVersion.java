package io.fieldloop.hub.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Postprocessing;
import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.pack.SsdAnchors;
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
public record NewVersion(
        @JsonProperty(required = true) List<VariantBlob> variants,
        ImageInput preprocessing,
        Reading postprocessing,
        @Nullable List<KnownImage> goldens,
        @Nullable Limits limits,
        String origin) {
    /** One form: {@code file} is the SHA-256 of an uploaded blob. */
    @Serdeable
    public record VariantBlob(String name, String format, String file) {}

    /** How an image becomes the input. */
    @Serdeable
    public record ImageInput(
            int width,
            int height,
            String colour,
            String layout,
            String fit,
            double scale,
            @JsonProperty(required = true) List<Double> mean,
            @JsonProperty(required = true) List<Double> deviation) {
        /**
         * The same for the manifest.
         *
         * @throws IllegalArgumentException if a word is unknown or a number is out of bounds
         */
        public Preprocessing preprocessing() {
            return new Preprocessing.OfImages(
                    width,
                    height,
                    Words.constant("colour", colour, Colour.class),
                    Words.constant("layout", layout, Layout.class),
                    Words.constant("fit", fit, Fit.class),
                    scale,
                    mean,
                    deviation);
        }
    }

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
         * @throws IllegalArgumentException if a word is unknown or a number is out of bounds
         */
        Postprocessing postprocessing();
    }

    /** The likeliest classes of one output. */
    @Serdeable
    public record ClassReading(String output, String activation, int count) implements Reading {
        @Override
        public Postprocessing postprocessing() {
            return new TopClasses(output, Words.constant("activation", activation, Activation.class), count);
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
