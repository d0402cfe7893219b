package io.fieldloop.models.json;

import java.io.IOException;

/** JSON that is not what was expected; the message names the field. */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public MalformedJsonException(String detail) {
        super(detail);
    }

    /** Says what is wrong, and what told so. */
    public MalformedJsonException(String detail, Throwable cause) {
        super(detail, cause);
    }
}
