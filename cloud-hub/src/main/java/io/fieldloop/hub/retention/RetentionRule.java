package io.fieldloop.hub.retention;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.hub.devices.Selector;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.protocol.StreamName;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long samples are kept. What no bound is given for is kept without one.
 *
 * @param stream of which they are; null for all streams
 * @param labels that their devices have, all of them; null or none for all devices
 * @param maxAgeDays how many days after their arrival, 1 to 36,500
 * @param maxSamples how many of them, the newest, at least 1; those that stay for another reason count as well
 * @param maxBytes how many bytes their media may have together, at least 1; counted for each sample, whatever they share
 * @param keepLabelled whether those stay of which somebody said what they show
 */
@Serdeable
record RetentionRule(
        @Nullable StreamName stream,
        @Nullable Map<String, String> labels,
        @Nullable Integer maxAgeDays,
        @Nullable Long maxSamples,
        @Nullable Long maxBytes,
        @JsonProperty(required = true) boolean keepLabelled) {
    private static final int MOST_DAYS = 36_500;

    /**
     * Checks the bounds.
     *
     * @param pointer to this rule in the request
     * @throws ProblemException that points to what is wrong
     */
    void check(String pointer) {
        requireWithin(maxAgeDays, MOST_DAYS, pointer + "/maxAgeDays");
        requireWithin(maxSamples, Long.MAX_VALUE, pointer + "/maxSamples");
        requireWithin(maxBytes, Long.MAX_VALUE, pointer + "/maxBytes");
        try {
            var _ = devices();
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(pointer + "/labels", String.valueOf(e.getMessage()));
        }
    }

    private static void requireWithin(@Nullable Number bound, long most, String pointer) {
        if (bound != null && (bound.longValue() < 1 || bound.longValue() > most)) {
            throw ProblemException.invalid(pointer, "1 to %d; leave it out for no bound".formatted(most));
        }
    }

    /** The devices whose samples it is for. */
    Selector devices() {
        return new Selector(labels == null ? Map.of() : labels);
    }

    /** Whether it is for all samples. */
    boolean isForAll() {
        return stream == null && devices().labels().isEmpty();
    }
}
