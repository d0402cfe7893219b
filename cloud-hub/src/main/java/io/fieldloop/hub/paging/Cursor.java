package io.fieldloop.hub.paging;

import io.fieldloop.hub.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended: the sort keys of its last row. To clients it is an opaque text.
 *
 * @param keys in the order of sorting; none holds a line feed
 */
public record Cursor(List<String> keys) {
    private static final int MAX_TEXT = 1_024;

    /** Takes a copy of the keys. */
    public Cursor {
        keys = List.copyOf(keys);
    }

    /** A position by the texts of its keys. */
    public static Cursor of(Object... keys) {
        return new Cursor(List.of(keys).stream().map(Object::toString).toList());
    }

    /**
     * Reads what a client sent back.
     *
     * @throws ProblemException if it is no cursor with this number of keys
     */
    public static Cursor parse(String text, int keys) {
        if (text.length() > MAX_TEXT) {
            throw unknown();
        }
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(text);
            var cursor = new Cursor(List.of(new String(decoded, StandardCharsets.UTF_8).split("\n", -1)));
            boolean isOurs = cursor.text().equals(text);
            if (!isOurs || cursor.keys.size() != keys) {
                throw unknown();
            }
            return cursor;
        } catch (IllegalArgumentException _) {
            throw unknown();
        }
    }

    /**
     * Reads a cursor whose only key is an id; null, as is {@code text}, means the start of the list.
     *
     * @throws ProblemException if it is none
     */
    public static @Nullable UUID idOf(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return UUID.fromString(parse(text, 1).keys.getFirst());
        } catch (IllegalArgumentException _) {
            throw unknown();
        }
    }

    /** The opaque text. */
    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join("\n", keys).getBytes(StandardCharsets.UTF_8));
    }

    /** Refuses a cursor that this list did not give. */
    public static ProblemException unknown() {
        return ProblemException.invalid("?cursor", "this is not a cursor of this list; start again without it");
    }
}
