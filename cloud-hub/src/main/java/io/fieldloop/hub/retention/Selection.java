package io.fieldloop.hub.retention;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which samples are meant.
 *
 * @param condition on a row of {@code sample}, in SQL
 * @param values of its question marks, in their order
 */
record Selection(String condition, List<Object> values) {
    static final Selection ALL = new Selection("true", List.of());

    /** Takes a copy of the values. */
    Selection {
        values = List.copyOf(values);
    }

    /** Those of them that meet another condition, too. */
    Selection and(String other, Object... otherValues) {
        return and(new Selection(other, List.of(otherValues)));
    }

    /** Those of them that another selection means, too. */
    Selection and(Selection other) {
        return new Selection(
                "%s AND (%s)".formatted(condition, other.condition),
                Stream.concat(values.stream(), other.values.stream()).toList());
    }

    /** Those of them that another selection does not mean. */
    Selection butNot(Selection other) {
        return and(new Selection("NOT (%s)".formatted(other.condition), other.values));
    }
}
