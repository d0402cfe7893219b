package io.fieldloop.models.runtime;

/** A model that cannot be loaded or run here; says why. */
public final class ModelException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** A failure that was found here. */
    public ModelException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** A failure that something below reported. */
    public ModelException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    /** What kind of failure it is. */
    public Reason reason() {
        return reason;
    }

    /** The kinds of failure. */
    public enum Reason {
        /** No runtime for the model's format works on this machine. */
        RUNTIME_UNAVAILABLE,
        /** The file is not there, or cannot be read. */
        FILE_UNREADABLE,
        /** The accelerator that was asked for is not here, or cannot run this model. */
        ACCELERATOR_UNAVAILABLE,
        /** It is not known where the operators run. */
        PLACEMENT_UNKNOWN,
        /** The runtime refuses the file: it is damaged, or needs what the runtime does not have. */
        MODEL_REFUSED,
        /** The model's inputs or outputs have a shape or type that cannot be served. */
        SHAPE_UNSUPPORTED,
        /** The model is not what its manifest says. */
        MANIFEST_MISMATCH,
        /** The runtime failed while it ran the model. */
        RUN_FAILED,
        /** It was told to stop while it ran. */
        CANCELLED,
        /** The model ran, but its output means nothing, such as not-a-number. */
        OUTPUT_INVALID,
        /** It was closed before. */
        CLOSED
    }
}
