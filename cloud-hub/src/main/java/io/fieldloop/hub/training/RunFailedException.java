package io.fieldloop.hub.training;

/** A run cannot do what it was asked for; the message says why, for the one who asked. */
final class RunFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    RunFailedException(String reason) {
        super(reason);
    }

    RunFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
