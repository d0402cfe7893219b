package io.fieldloop.protocol.wire;

import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;

/** Bytes that are no message; says why. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    WireException(FailureCode code, String detail) {
        super(detail);
        this.code = code;
    }

    WireException(FailureCode code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    static WireException unreadable(String detail) {
        return new WireException(FailureCode.MESSAGE_UNREADABLE, detail);
    }

    /**
     * One of {@link FailureCode#MESSAGE_UNREADABLE}, {@link FailureCode#MESSAGE_TOO_LARGE} and
     * {@link FailureCode#MESSAGE_VERSION_UNKNOWN}.
     */
    public FailureCode code() {
        return code;
    }

    /** The same as something to report. */
    public Failure failure() {
        return new Failure(code, String.valueOf(getMessage()));
    }
}
