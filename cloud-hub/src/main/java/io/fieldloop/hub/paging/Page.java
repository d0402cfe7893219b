package io.fieldloop.hub.paging;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a long list.
 *
 * @param items in the order of the list
 * @param next the cursor of the page that follows; null on the last one
 */
@Serdeable
public record Page<T>(List<T> items, @Nullable String next) {
    /** The most items that a page may be asked for. */
    public static final int MAX_LIMIT = 500;

    /** How many items a page has when nobody says. */
    public static final String DEFAULT_LIMIT = "50";

    /** Takes a copy of the items. */
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Makes a page of what a query for {@code limit + 1} rows found: the one row too many says that there is a next page
     * and is not shown.
     */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, Cursor> position) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> shown = found.subList(0, limit);
        return new Page<>(shown, position.apply(shown.getLast()).text());
    }
}
