package io.fieldloop.agent.config;

import java.time.Duration;

/**
 * What a value may be.
 *
 * @param otherwise the default
 * @param least the least that is allowed
 * @param most the most that is allowed
 */
record Setting<T extends Comparable<T>>(T otherwise, T least, T most) {
    boolean allows(T value) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    /** What is expected, with an example. */
    String expected(String kind) {
        return "%s from %s to %s, such as %s".formatted(kind, text(least), text(most), text(otherwise));
    }

    private static Object text(Object value) {
        return value instanceof Duration duration ? Durations.format(duration) : value;
    }
}
