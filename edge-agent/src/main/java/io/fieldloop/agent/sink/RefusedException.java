package io.fieldloop.agent.sink;

/** A record that the other end will not take, however often it is tried. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
