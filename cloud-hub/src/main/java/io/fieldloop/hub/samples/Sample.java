package io.fieldloop.hub.samples;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A captured input with what the model said of it, why it was captured, and what people say of it.
 *
 * @param sequence by which the device counts the samples of the stream
 * @param capturedAt by the hub's clock
 * @param clockSaid the time of the device's clock then
 * @param timeIsSure whether {@code capturedAt} is known from how long the device was on; else it is what the device's clock said, but
 *     within the next two
 * @param earliestAt before which it was not captured, where the time is not sure; null if nothing tells
 * @param latestAt after which it was not captured, where the time is not sure; null if only that it was received tells
 * @param receivedAt by the hub's clock
 * @param media the SHA-256 of the input
 * @param confidence how sure the model was of its first answer, 0 to 1
 * @param rules that chose it
 * @param value how much it is worth, 0 to 1
 * @param label null unless somebody labelled it
 */
@Serdeable
public record Sample(
        UUID id,
        String deviceId,
        String stream,
        long sequence,
        Instant capturedAt,
        Instant clockSaid,
        boolean timeIsSure,
        @Nullable Instant earliestAt,
        @Nullable Instant latestAt,
        Instant receivedAt,
        String mediaType,
        String media,
        long sizeBytes,
        String model,
        int version,
        Answer prediction,
        double confidence,
        List<String> rules,
        double value,
        @Nullable Label label,
        State state) {
    /** Takes a copy of the rules. */
    public Sample {
        rules = List.copyOf(rules);
    }

    /** What somebody said that the sample shows. */
    @Serdeable
    public record Label(@JsonProperty("class") String className, String by, Instant at) {}

    /** What people did with it. */
    @Serdeable
    public enum State {
        /** Nothing yet. */
        @JsonProperty("unlabelled")
        UNLABELLED,
        /** Somebody said what it shows. */
        @JsonProperty("labelled")
        LABELLED,
        /** Somebody said that it is of no use. */
        @JsonProperty("skipped")
        SKIPPED
    }
}
