package io.fieldloop.models.pack;

import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import org.jspecify.annotations.Nullable;

/** A package that must not be used; says why. */
public final class PackageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    PackageException(FailureCode code, String detail) {
        super(detail);
        this.code = code;
    }

    PackageException(FailureCode code, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    /**
     * One of {@link FailureCode#SIGNATURE_INVALID}, {@link FailureCode#MANIFEST_INVALID},
     * {@link FailureCode#MANIFEST_FOREIGN} and {@link FailureCode#CONTENT_MISMATCH}.
     */
    public FailureCode code() {
        return code;
    }

    /** The same as something to report. */
    public Failure failure() {
        return new Failure(code, String.valueOf(getMessage()));
    }
}
