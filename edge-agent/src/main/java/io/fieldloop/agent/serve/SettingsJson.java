package io.fieldloop.agent.serve;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code serving.json}, all of whose keys are optional: concurrency, queue, timeoutMillis, batch, batchDelayMicros. */
final class SettingsJson {
    private SettingsJson() {}

    static ModelSettings read(byte[] json, ModelSettings defaults) throws ApiException {
        Map<String, Long> numbers = new TreeMap<>(Map.of(
                "concurrency", (long) defaults.concurrency(),
                "queue", (long) defaults.queue(),
                "timeoutMillis", defaults.timeout().toMillis(),
                "batch", (long) defaults.batch(),
                "batchDelayMicros", defaults.batchDelay().toNanos() / 1_000));
        try (JsonParser parser = JsonBody.parser(json, 0)) {
            JsonBody.fields(parser, key -> {
                if (numbers.replace(key, JsonBody.wholeNumber(parser, key)) == null) {
                    throw ApiException.wrong("unknown key '%s'; the keys are %s", key, numbers.keySet());
                }
            });
        } catch (IOException e) {
            throw JsonBody.malformed(e);
        }
        return new ModelSettings(
                bounded(numbers, "concurrency"),
                bounded(numbers, "queue"),
                Duration.ofMillis(bounded(numbers, "timeoutMillis")),
                bounded(numbers, "batch"),
                Duration.ofNanos(bounded(numbers, "batchDelayMicros") * 1_000L));
    }

    /** What is too long for an int is out of every bound anyway. */
    private static int bounded(Map<String, Long> numbers, String key) {
        return Math.clamp(numbers.getOrDefault(key, 0L), 0, Integer.MAX_VALUE);
    }
}
