package io.fieldloop.hub.registry;

/** A version that cannot be registered; the message says why, for the one who brought it. */
public final class RefusedModelException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedModelException(String reason) {
        super(reason);
    }
}
