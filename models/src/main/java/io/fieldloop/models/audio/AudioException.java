package io.fieldloop.models.audio;

import java.io.IOException;

/** Sound that cannot be used; says why, and what to do. */
public final class AudioException extends IOException {
    private static final long serialVersionUID = 1L;

    AudioException(String detail) {
        super(detail);
    }

    AudioException(String detail, Throwable cause) {
        super(detail, cause);
    }
}
