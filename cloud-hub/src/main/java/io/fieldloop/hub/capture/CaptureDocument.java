package io.fieldloop.hub.capture;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.hub.problem.ProblemException;
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
    private static final int MOST_RULES = 64;

    /** Takes a copy of the streams. */
    CaptureDocument {
        streams = List.copyOf(streams);
    }

    /**
     * Checks what can be told without the device: that there are not too many of anything, each stream stands here once and each
     * rule says which it is.
     *
     * @param pointer to this document in the request
     * @throws ProblemException that points to what is wrong
     */
    CaptureDocument checked(String pointer) {
        requireAtMost(MOST_STREAMS, streams, pointer + "/streams");
        Set<StreamName> names = new HashSet<>();
        for (int i = 0; i < streams.size(); i++) {
            StreamRules stream = streams.get(i);
            String at = "%s/streams/%d".formatted(pointer, i);
            if (!names.add(stream.name())) {
                throw ProblemException.invalid(
                        at + "/name", "stream '%s' stands here twice; keep one".formatted(stream.name()));
            }
            requireRules(stream.capture(), at + "/capture");
            requireRules(stream.also(), at + "/also");
        }
        return this;
    }

    private static void requireRules(@Nullable List<Map<String, Object>> rules, String pointer) {
        if (rules == null) {
            return;
        }
        requireAtMost(MOST_RULES, rules, pointer);
        for (int i = 0; i < rules.size(); i++) {
            if (!(rules.get(i).get("rule") instanceof String)) {
                throw ProblemException.invalid(
                        "%s/%d/rule".formatted(pointer, i),
                        "each rule has a 'rule', such as {\"rule\": \"random\", \"share\": 0.1}");
            }
        }
    }

    private static void requireAtMost(int most, List<?> list, String pointer) {
        if (list.size() > most) {
            throw ProblemException.invalid(pointer, "at most %d".formatted(most));
        }
    }

    /** The same with one more rule for a stream, besides those that it has. */
    CaptureDocument with(StreamName stream, Map<String, Object> rule) {
        List<StreamRules> changed = new ArrayList<>(streams);
        StreamRules before = streams.stream()
                .filter(known -> known.name().equals(stream))
                .findFirst()
                .orElse(new StreamRules(stream, null, null, null, null));
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
     * @param media in what form they are kept and sent; null for what the configuration says
     */
    @Serdeable
    record StreamRules(
            @JsonProperty(required = true) StreamName name,
            @Nullable List<Map<String, Object>> capture,
            @Nullable List<Map<String, Object>> also,
            @Nullable @JsonProperty("near-duplicates") Map<String, Object> nearDuplicates,
            @Nullable Map<String, Object> media) {
        StreamRules with(Map<String, Object> rule) {
            List<Map<String, Object>> besides = new ArrayList<>(also == null ? List.of() : also);
            besides.add(rule);
            return new StreamRules(name, capture, besides, nearDuplicates, media);
        }
    }
}
