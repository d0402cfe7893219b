package io.fieldloop.models.runtime.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The list of the models that do not give their stored outputs: {@code exceptions.txt}, which says how it is written. */
record Exceptions(Map<String, Expectation> byName) {
    static Exceptions read() throws IOException {
        Map<String, Expectation> byName = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(Exceptions.class.getResourceAsStream("exceptions.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 3))
                    .forEach(words -> byName.put(words[1], expectation(words[0], words[2])));
        }
        return new Exceptions(byName);
    }

    private static Expectation expectation(String kind, String reason) {
        return switch (kind) {
            case "random" -> new Expectation.RandomOutputs();
            case "other" -> new Expectation.OtherOutputs();
            case "refused" -> new Expectation.Refused(reason);
            case "locale" -> new Expectation.RefusedWithoutLocale(reason);
            default -> throw new IllegalArgumentException("there is no kind of exception " + kind);
        };
    }

    Set<String> names() {
        return byName.keySet();
    }

    Expectation of(String name) {
        return byName.getOrDefault(name, new Expectation.StoredOutputs());
    }
}
