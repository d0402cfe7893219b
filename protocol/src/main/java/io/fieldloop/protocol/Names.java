package io.fieldloop.protocol;

import java.util.regex.Pattern;

/** The one grammar of names that appear in topics, paths and file names. */
final class Names {
    private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private Names() {}

    static String require(String kind, String value) {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s '%s' must be 1 to 63 of a-z, 0-9 and '-', not starting or ending with '-'"
                            .formatted(kind, shortened(value)));
        }
        return value;
    }

    private static String shortened(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
