package io.fieldloop.hub.capture;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.protocol.StreamName;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Capture rules for streams of a device; streams that are not named capture what the device's configuration says.
 *
 * @param streams each once
 */
@Serdeable
record CaptureDocument(@JsonProperty(required = true) List<StreamRules> streams) {
    static final CaptureDocument EMPTY = new CaptureDocument(List.of());

    private static final int MOST_STREAMS = 64;

    /**
     * Takes a copy of the streams.
     *
     * @throws IllegalArgumentException if there are too many, or one stands here twice
     */
    CaptureDocument {
        streams = List.copyOf(streams);
        if (streams.size() > MOST_STREAMS) {
            throw new IllegalArgumentException("at most %d streams".formatted(MOST_STREAMS));
        }
        Set<StreamName> names = new HashSet<>();
        for (StreamRules stream : streams) {
            if (!names.add(stream.name())) {
                throw new IllegalArgumentException("stream '%s' stands here twice; keep one".formatted(stream.name()));
            }
        }
    }

    /** The same with one more rule for a stream, besides those that it has. */
    CaptureDocument with(StreamName stream, Map<String, Object> rule) {
        List<StreamRules> changed = new ArrayList<>(streams);
        StreamRules before = streams.stream()
                .filter(known -> known.name().equals(stream))
                .findFirst()
                .orElse(new StreamRules(stream, null, null, null));
        changed.remove(before);
        changed.add(before.with(rule));
        return new CaptureDocument(changed);
    }

    /**
     * The rules of a stream, each as the configuration of a device writes it.
     *
     * @param capture in place of the configured ones; null leaves those
     * @param also besides; null for none
     * @param nearDuplicates which images are not captured after all; null for what the configuration says
     */
    @Serdeable
    record StreamRules(
            @JsonProperty(required = true) StreamName name,
            @Nullable List<Map<String, Object>> capture,
            @Nullable List<Map<String, Object>> also,
            @Nullable @JsonProperty("near-duplicates") Map<String, Object> nearDuplicates) {
        private static final int MOST_RULES = 64;

        /**
         * Checks that each rule has a name.
         *
         * @throws IllegalArgumentException if one has none, or there are too many
         */
        StreamRules {
            requireRules(capture);
            requireRules(also);
        }

        private static void requireRules(@Nullable List<Map<String, Object>> rules) {
            if (rules == null) {
                return;
            }
            if (rules.size() > MOST_RULES) {
                throw new IllegalArgumentException("a stream has at most %d rules".formatted(MOST_RULES));
            }
            if (!rules.stream().allMatch(rule -> rule.get("rule") instanceof String)) {
                throw new IllegalArgumentException(
                        "each rule has a 'rule', such as {\"rule\": \"random\", \"share\": 0.1}");
            }
        }

        StreamRules with(Map<String, Object> rule) {
            List<Map<String, Object>> besides = new ArrayList<>(also == null ? List.of() : also);
            besides.add(rule);
            return new StreamRules(name, capture, besides, nearDuplicates);
        }
    }
}
