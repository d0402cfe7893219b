package io.fieldloop.models.runtime;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The rules for options and paths, and their text. */
final class AcceleratorOptions {
    private static final int MAX_OPTIONS = 32;
    private static final int MAX_LENGTH = 1_024;

    private AcceleratorOptions() {}

    static Map<String, String> checked(Map<String, String> options) {
        if (options.size() > MAX_OPTIONS) {
            throw new IllegalArgumentException(
                    "an accelerator takes at most %d options, not %d".formatted(MAX_OPTIONS, options.size()));
        }
        options.forEach((key, value) -> {
            requirePlain("key", key);
            requirePlain("value of '" + key + "'", value);
            if (key.isEmpty()) {
                throw new IllegalArgumentException("the key of an option must not be empty");
            }
        });
        return Collections.unmodifiableMap(new TreeMap<>(options));
    }

    private static void requirePlain(String what, String text) {
        if (text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the %s of an option must have at most %d characters and no control characters"
                            .formatted(what, MAX_LENGTH));
        }
    }

    static void requireAbsolute(Path library) {
        if (!library.isAbsolute() || library.toString().indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "the library of an accelerator must be given by its absolute path, without a '?', not '%s'"
                            .formatted(library));
        }
    }

    static Path library(String name, String prefix) {
        try {
            return Path.of(name.substring(prefix.length()));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'%s' names no path: %s".formatted(name, e.getReason()), e);
        }
    }

    static Map<String, String> parse(String query) {
        Map<String, String> options = new TreeMap<>();
        for (String option : query.split("&", -1)) {
            String[] pair = option.split("=", 2);
            if (pair.length != 2 || options.put(decoded(pair[0]), decoded(pair[1])) != null) {
                throw new IllegalArgumentException(
                        "options of an accelerator are key=value, each key once, joined by '&', not '%s'"
                                .formatted(query));
            }
        }
        return options;
    }

    static String append(String name, Map<String, String> options) {
        return options.isEmpty()
                ? name
                : options.entrySet().stream()
                        .map(option -> encoded(option.getKey()) + "=" + encoded(option.getValue()))
                        .collect(Collectors.joining("&", name + "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
