package io.fieldloop.hub.preview;

/** A medium of which nothing can be shown; says why. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String reason) {
        super(reason);
    }

    UnreadableException(Exception cause) {
        super(cause.getMessage(), cause);
    }

    /** Why, in a sentence that may be shown to anybody. */
    String reason() {
        return ShownText.of(String.valueOf(getMessage()), 200);
    }
}
