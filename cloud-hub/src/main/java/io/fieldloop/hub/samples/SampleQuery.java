package io.fieldloop.hub.samples;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Which samples a list shows: those that meet everything that is given.
 *
 * @param className the first that the model answered
 * @param rule one that chose them
 * @param label what somebody said they show
 * @param state {@code unlabelled}, {@code labelled} or {@code skipped}
 */
@Introspected
record SampleQuery(
        @Nullable @QueryValue @Size(max = 63) String device,
        @Nullable @QueryValue @Size(max = 63) String stream,
        @Nullable @QueryValue @Size(max = 63) String model,
        @Nullable @QueryValue Integer version,
        @Nullable @QueryValue("class") @Size(max = 200) String className,

        @Nullable @QueryValue @DecimalMin("0") @DecimalMax("1") Double minConfidence,

        @Nullable @QueryValue @DecimalMin("0") @DecimalMax("1") Double maxConfidence,

        @Nullable @QueryValue @Size(max = 200) String rule,
        @Nullable @QueryValue @Size(max = 200) String label,

        @Nullable @QueryValue @Pattern(regexp = "unlabelled|labelled|skipped") String state) {
    Query bindTo(Query statement) {
        return statement
                .bind("device", device)
                .bind("stream", stream)
                .bind("model", model)
                .bind("version", version)
                .bind("class", className)
                .bind("minConfidence", minConfidence)
                .bind("maxConfidence", maxConfidence)
                .bind("rule", rule)
                .bind("label", label)
                .bind("state", "unlabelled".equals(state) ? "open" : state);
    }
}
