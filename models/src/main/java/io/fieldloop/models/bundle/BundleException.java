package io.fieldloop.models.bundle;

/** A file is no bundle, or none to be trusted; the message says why. */
public final class BundleException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the reason, in a sentence without its subject. */
    public BundleException(String reason) {
        super(reason);
    }

    /** With the reason and its cause. */
    public BundleException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
