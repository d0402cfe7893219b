package io.fieldloop.hub.problem;

import java.util.Locale;

/** Every kind of refusal. */
public enum ProblemKind {
    /** The request cannot be understood, or breaks a rule of its own. */
    INVALID(400, "The request is not valid"),
    /** Nobody is signed in. */
    UNAUTHENTICATED(401, "Sign in first"),
    /** The one who is signed in may not do this. */
    FORBIDDEN(403, "Not allowed"),
    /** There is no such thing. */
    NOT_FOUND(404, "Not found"),
    /** The address is right, the method is not. */
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    /** None of the wanted media types can be had. */
    NOT_ACCEPTABLE(406, "Not acceptable"),
    /** What is there already forbids it. */
    CONFLICT(409, "Conflict"),
    /** It has changed since it was read; read it again. */
    CHANGED(412, "Changed meanwhile"),
    /** The content is larger than is taken. */
    TOO_LARGE(413, "Too large"),
    /** The content is of a media type that is not taken. */
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    /** The wanted part is not in the content. */
    RANGE_NOT_SATISFIABLE(416, "Range not satisfiable"),
    /** The key of this request was used for another one. */
    KEY_REUSED(422, "Idempotency-Key used before"),
    /** A change must say what it was made to, by {@code If-Match}. */
    PRECONDITION_REQUIRED(428, "If-Match is required"),
    /** The hub failed; its log says why under the trace id. */
    FAILED(500, "The hub failed"),
    /** The hub cannot do it now; try again later. */
    UNAVAILABLE(503, "Not available now");

    private final int status;
    private final String title;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The kind in words. */
    public String title() {
        return title;
    }

    /** The stable name. */
    public String type() {
        return "urn:fieldloop:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
