package io.fieldloop.hub.blob;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.annotation.Header;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a content a client wants, and under which conditions: the headers of its request. All may be absent.
 *
 * @param range the part, such as {@code bytes=0-99}
 * @param ifRange the tag of the content that the part is to be of; of another one it wants all
 * @param ifNoneMatch the tags of what it has
 */
@Introspected
public record Conditions(
        @Nullable @Header(HttpHeaders.RANGE) String range,
        @Nullable @Header(HttpHeaders.IF_RANGE) String ifRange,
        @Nullable @Header(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
    /** Whether the client has what this tag stands for (RFC 9110, section 13.1.2). */
    public boolean has(String tag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .map(each -> each.startsWith("W/") ? each.substring(2) : each)
                        .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }

    /** The part that is wanted of the content with this tag; null for all of it. */
    @Nullable String rangeOf(String tag) {
        return ifRange == null || ifRange.equals(tag) ? range : null;
    }
}
