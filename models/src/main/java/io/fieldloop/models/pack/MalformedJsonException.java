package io.fieldloop.models.pack;

/** JSON that is not what was expected; the message names the field. */
final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String detail) {
        super(detail);
    }

    MalformedJsonException(String detail, Throwable cause) {
        super(detail, cause);
    }
}
