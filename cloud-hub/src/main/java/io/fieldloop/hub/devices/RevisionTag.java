package io.fieldloop.hub.devices;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entity tag (RFC 9110, section 8.8.3) of what people may change of a device.
 *
 * @param revision how often that has been changed
 */
record RevisionTag(long revision) {
    private static final Pattern GRAMMAR = Pattern.compile("\"(\\d{1,18})\"");

    /** Reads a tag; empty if it is of something else, which then is not what there is now. */
    static Optional<RevisionTag> parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text);
        return matcher.matches() ? Optional.of(new RevisionTag(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }

    @Override
    public String toString() {
        return "\"" + revision + "\"";
    }
}
