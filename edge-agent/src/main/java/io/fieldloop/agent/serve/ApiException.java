package io.fieldloop.agent.serve;

import org.jspecify.annotations.Nullable;

/** A request that is not granted; says why and, where it helps, what to do. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The request is wrong. */
    static ApiException wrong(String message, @Nullable Object... parts) {
        return new ApiException(400, message.formatted(parts));
    }

    int status() {
        return status;
    }
}
