package io.fieldloop.lab.hub;

/** The hub refused a call; says which and why. */
public final class HubException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    HubException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
