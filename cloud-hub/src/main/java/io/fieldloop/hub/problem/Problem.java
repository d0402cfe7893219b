package io.fieldloop.hub.problem;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * A problem document (RFC 9457), the body of every answer that refuses.
 *
 * @param type what kind of problem, stable, such as {@code urn:fieldloop:problem:not-found}
 * @param title the kind in words
 * @param status the HTTP status
 * @param detail what is wrong with this request and what to do about it
 * @param errors one for each thing that is wrong with the request's content; empty when it is not the content
 * @param traceId names this request in the hub's log
 */
@Serdeable
public record Problem(String type, String title, int status, String detail, List<FieldError> errors, String traceId) {
    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Takes a copy of the errors. */
    public Problem {
        errors = List.copyOf(errors);
    }

    /**
     * One thing that is wrong.
     *
     * @param pointer a JSON pointer (RFC 6901) into the body, such as {@code /labels/line}; a query parameter is named
     *     by {@code ?} and its name, a part of the path by its name in braces
     * @param detail what is wrong with it
     */
    @Serdeable
    public record FieldError(String pointer, String detail) {}
}
