package io.fieldloop.hub.samples;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which samples a list shows: those that meet everything that is given.
 *
 * @param from the moment of arrival at the hub, to the millisecond, from which on they are shown
 * @param until the moment of arrival before which they are shown
 * @param className the first that the model answered
 * @param rule one that chose them
 * @param label what somebody said they show
 * @param state {@code unlabelled}, {@code labelled} or {@code skipped}
 * @param like an image that they look like, itself among them
 * @param distance in how many bits of 64 what they look like differs from it at most
 */
@Introspected
record SampleQuery(
        @Nullable @QueryValue @Size(max = 63) String device,
        @Nullable @QueryValue @Size(max = 63) String stream,
        @Nullable @QueryValue Instant from,
        @Nullable @QueryValue Instant until,
        @Nullable @QueryValue @Size(max = 63) String model,
        @Nullable @QueryValue Integer version,
        @Nullable @QueryValue("class") @Size(max = 200) String className,

        @Nullable @QueryValue @DecimalMin("0") @DecimalMax("1") Double minConfidence,

        @Nullable @QueryValue @DecimalMin("0") @DecimalMax("1") Double maxConfidence,

        @Nullable @QueryValue @Size(max = 200) String rule,
        @Nullable @QueryValue @Size(max = 200) String label,

        @Nullable @QueryValue @Pattern(regexp = "unlabelled|labelled|skipped") String state,

        @Nullable @QueryValue UUID like,

        @QueryValue(defaultValue = "" + MOST_DISTANCE) @Min(0) @Max(MOST_DISTANCE) int distance) {
    /** Beyond it two images need not have a band of their hashes in common, by which the database finds them. */
    private static final int MOST_DISTANCE = 3;

    /** As the database calls it; null for any. */
    @Nullable String labelState() {
        return "unlabelled".equals(state) ? "open" : state;
    }
}
