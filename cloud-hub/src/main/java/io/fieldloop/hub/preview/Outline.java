package io.fieldloop.hub.preview;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is in a medium, in so few numbers that a page can draw it. */
@Serdeable
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outline.OfImage.class, name = "image"),
    @JsonSubTypes.Type(value = Outline.OfSound.class, name = "sound"),
    @JsonSubTypes.Type(value = Outline.OfSeries.class, name = "series"),
    @JsonSubTypes.Type(value = Outline.OfTensor.class, name = "tensor"),
    @JsonSubTypes.Type(value = Outline.Unreadable.class, name = "unreadable")
})
public sealed interface Outline {
    /**
     * An image.
     *
     * @param width of the pixels as they are stored
     * @param height of the pixels as they are stored
     * @param orientation by which a viewer turns them, as EXIF counts: 1 for not at all, to 8
     */
    @Serdeable
    record OfImage(int width, int height, int orientation) implements Outline {}

    /**
     * Sound.
     *
     * @param millis how long it is
     * @param sampleRate samples a second
     * @param low the lowest sample of each of up to 1000 stretches of equal length, −32768 to 32767
     * @param high the highest sample of each of them
     */
    @Serdeable
    record OfSound(long millis, int sampleRate, List<Integer> low, List<Integer> high) implements Outline {
        /** Takes copies. */
        public OfSound {
            low = List.copyOf(low);
            high = List.copyOf(high);
        }
    }

    /**
     * Readings of sensors over time.
     *
     * @param axis the name of what they are drawn over: the time as the medium names it, or {@code row}
     * @param rows how many there are
     * @param at of each of up to 500 stretches of rows, where it begins on the axis; a stretch of one row shows it as it is
     * @param channels what was read, at least one
     */
    @Serdeable
    record OfSeries(String axis, long rows, List<Double> at, List<Channel> channels) implements Outline {
        /** Takes copies. */
        public OfSeries {
            at = List.copyOf(at);
            channels = List.copyOf(channels);
        }
    }

    /**
     * One column of readings.
     *
     * @param missing how many rows have no finite number
     * @param min the lowest number; null if there is none
     * @param max the highest number; null if there is none
     * @param low the lowest number of each stretch; null where it has none
     * @param high the highest number of each stretch; null where it has none
     */
    @Serdeable
    record Channel(
            String name,
            long missing,
            @Nullable Double min,
            @Nullable Double max,
            List<@Nullable Double> low,
            List<@Nullable Double> high) {}

    /**
     * A tensor.
     *
     * @param type of its elements, such as {@code float32}
     * @param shape the length of each axis, the slowest first; empty for a single number
     * @param count of its elements
     * @param notFinite how many of them are no number, or an infinite one
     * @param min the lowest of the finite ones; null if there is none
     * @param max the highest of them; null if there is none
     * @param mean of them; null if there is none
     * @param histogram how many of them lie in each of 32 intervals of equal length from the lowest to the highest; empty if there is none
     */
    @Serdeable
    record OfTensor(
            String type,
            List<Long> shape,
            long count,
            long notFinite,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean,
            List<Long> histogram)
            implements Outline {
        /** Takes copies. */
        public OfTensor {
            shape = List.copyOf(shape);
            histogram = List.copyOf(histogram);
        }
    }

    /**
     * Nothing that can be shown.
     *
     * @param reason why not, in a sentence
     */
    @Serdeable
    record Unreadable(String reason) implements Outline {}
}
