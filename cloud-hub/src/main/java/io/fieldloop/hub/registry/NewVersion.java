package io.fieldloop.hub.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fieldloop.models.pack.Carry;
import io.fieldloop.models.pack.Constant;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Link;
import io.fieldloop.models.pack.Postprocessing;
import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.pack.Preprocessing.Order;
import io.fieldloop.models.pack.SsdAnchors;
import io.fieldloop.models.pack.Window;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version that is brought. Preprocessing, postprocessing and limits are as in the manifest.
 *
 * @param variants the forms it comes in, the preferred one first
 * @param goldens images, sounds or readings that it will have to answer alike everywhere; null for none
 * @param limits what it may cost; null for what the brief allows
 * @param origin where it comes from, one sentence
 */
@Serdeable
public record NewVersion(
        @JsonProperty(required = true) List<VariantBlob> variants,
        Input preprocessing,
        Reading postprocessing,
        @Nullable List<KnownImage> goldens,
        @Nullable Limits limits,
        String origin) {
    /**
     * One form.
     *
     * @param file the SHA-256 of an uploaded blob; null for a chain
     * @param stages the models of a chain; null for a model by itself
     */
    @Serdeable
    public record VariantBlob(
            String name,
            String format,
            @Nullable String file,
            @Nullable List<StageBlob> stages) {
        /**
         * The models, in the order in which sound passes them.
         *
         * @throws IllegalArgumentException if there are both a file and stages, or neither
         */
        List<StageBlob> models() {
            if (stages != null && file == null) {
                return stages;
            }
            if (file != null && stages == null) {
                return List.of(new StageBlob(file, null, null, null));
            }
            throw new IllegalArgumentException("variant '%s' must have either a file or stages".formatted(name));
        }
    }

    /** One model of a chain: {@code file} is the SHA-256 of an uploaded blob, and the rest is as in the manifest. */
    @Serdeable
    public record StageBlob(
            String file,
            @Nullable Rows window,
            @Nullable List<Carry> carries,
            @Nullable List<Constant> constants) {
        /**
         * The same for the manifest.
         *
         * @throws IllegalArgumentException if a number is out of bounds
         */
        Link link() {
            return new Link(
                    Optional.ofNullable(window).map(Rows::window),
                    Optional.ofNullable(carries).orElse(List.of()),
                    Optional.ofNullable(constants).orElse(List.of()));
        }
    }

    /** A window; without a scale and an offset, values stay as they are. */
    @Serdeable
    public record Rows(
            int rows,
            int step,
            @Nullable Double scale,
            @Nullable Double offset) {
        Window window() {
            return new Window(rows, step, scale == null ? 1 : scale, offset == null ? 0 : offset);
        }
    }

    /** How an image, sound or readings become the input; without a {@code type} it is an image. */
    @Serdeable
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = ImageInput.class)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ImageInput.class, name = "image"),
        @JsonSubTypes.Type(value = SoundInput.class, name = "sound"),
        @JsonSubTypes.Type(value = ReadingsInput.class, name = "readings")
    })
    public sealed interface Input {
        /**
         * The same for the manifest.
         *
         * @throws IllegalArgumentException if a word is unknown or a number is out of bounds
         */
        Preprocessing preprocessing();
    }

    /** How sound becomes the input. */
    @Serdeable
    public record SoundInput(int sampleRate, double fullScale, int frame, int hop) implements Input {
        @Override
        public Preprocessing preprocessing() {
            return new Preprocessing.OfSound(sampleRate, fullScale, frame, hop);
        }
    }

    /** How readings become the input. */
    @Serdeable
    public record ReadingsInput(
            int rows,
            @JsonProperty(required = true) List<String> columns,
            String order,
            @JsonProperty(required = true) List<Double> mean,
            @JsonProperty(required = true) List<Double> deviation)
            implements Input {
        @Override
        public Preprocessing preprocessing() {
            return new Preprocessing.OfReadings(
                    rows, columns, Words.constant("order", order, Order.class), mean, deviation);
        }
    }

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
            @JsonProperty(required = true) List<Double> deviation)
            implements Input {
        @Override
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
     * A golden image, sound or window of readings: {@code input} is the SHA-256 of an uploaded blob.
     *
     * @param tolerance by how much scores may differ, 0 to 1
     */
    @Serdeable
    public record KnownImage(String input, double tolerance) {}

    /** How outputs are read; {@code type} says which of the four. */
    @Serdeable
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ClassReading.class, name = "top-classes"),
        @JsonSubTypes.Type(value = BoxReading.class, name = "ssd-boxes"),
        @JsonSubTypes.Type(value = MaskReading.class, name = "class-mask"),
        @JsonSubTypes.Type(value = EventReading.class, name = "threshold-events")
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

    /** The class of each pixel. */
    @Serdeable
    public record MaskReading(String output, String layout, String activation, double threshold) implements Reading {
        @Override
        public Postprocessing postprocessing() {
            return new ClassMask(
                    output,
                    Words.constant("layout", layout, Layout.class),
                    Words.constant("activation", activation, Activation.class),
                    threshold);
        }
    }

    /** Events in sound. */
    @Serdeable
    public record EventReading(double threshold, double release, int patience, int quietMillis) implements Reading {
        @Override
        public Postprocessing postprocessing() {
            return new ThresholdEvents(threshold, release, patience, Duration.ofMillis(quietMillis));
        }
    }
}
