package io.fieldloop.agent.link.paho;

import javax.net.ssl.SSLException;

/** A connection that could not be made; says why. */
final class LinkException extends Exception {
    private static final long serialVersionUID = 1L;

    LinkException(String message) {
        super(message);
    }

    /** What went wrong, in the words of TLS if it has a say, or else of the deepest cause. */
    static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof SSLException)) {
            cause = cause.getCause();
        }
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }
}
