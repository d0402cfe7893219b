package io.fieldloop.agent.accelerator;

import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;

/** A model must not serve on this device. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    RefusedException(Failure failure) {
        super(failure.detail());
        this.code = failure.code();
    }

    /** Why. */
    public Failure failure() {
        return new Failure(code, String.valueOf(getMessage()));
    }
}
