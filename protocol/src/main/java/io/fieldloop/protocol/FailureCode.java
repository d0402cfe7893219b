package io.fieldloop.protocol;

/** Every failure that is reported from one program to the other, and who has to look at it. */
public enum FailureCode {
    /** The device runs no stream with the offered model. */
    MODEL_NOT_USED(Owner.REQUEST),
    /** No variant of the package can run on this device. */
    VARIANT_UNSUPPORTED(Owner.REQUEST),
    /** A newer desired state replaced this deployment before it was done. */
    SUPERSEDED(Owner.REQUEST),

    /** The package could not be fetched; the device tried as often as it may. */
    DOWNLOAD_FAILED(Owner.NETWORK),
    /** What was fetched does not have the promised SHA-256 or size. */
    CONTENT_MISMATCH(Owner.HUB),
    /** No trusted key signed the manifest. */
    SIGNATURE_INVALID(Owner.HUB),
    /** The manifest cannot be read, or breaks its own rules. */
    MANIFEST_INVALID(Owner.HUB),
    /** The signed manifest is of another model or version than was offered. */
    MANIFEST_FOREIGN(Owner.HUB),

    /** The device has no room for the package. */
    STORAGE_FULL(Owner.DEVICE),
    /** The device could not write or read its own disk. */
    STORAGE_FAILED(Owner.DEVICE),

    /** The runtime refused the model. */
    TRIAL_LOAD_FAILED(Owner.MODEL),
    /** A golden sample came out beyond its tolerance. */
    TRIAL_OUTPUT_WRONG(Owner.MODEL),
    /** The trial was slower than the manifest allows. */
    TRIAL_TOO_SLOW(Owner.MODEL),
    /** The trial needed more memory than the manifest allows. */
    TRIAL_TOO_LARGE(Owner.MODEL),
    /** The trial ended without an answer. */
    TRIAL_CRASHED(Owner.MODEL),
    /** The trial did not end in its time. */
    TRIAL_TIMED_OUT(Owner.MODEL),
    /** None of the accelerators that the device's configuration asks for can run the model rightly. */
    ACCELERATOR_UNFIT(Owner.DEVICE),
    /** An operator of the model does not run on the accelerator, and the device's configuration allows no other place. */
    OPERATOR_FALLBACK(Owner.MODEL),
    /** The new version failed while it was watched; the previous one serves again. */
    SOAK_FAILED(Owner.MODEL),
    /** The device went down while it was loading or soaking the new version. */
    CRASHED_WHILE_ACTIVATING(Owner.MODEL),

    /** The bytes are no message of this protocol. */
    MESSAGE_UNREADABLE(Owner.DEVICE),
    /** The message is larger than the protocol allows. */
    MESSAGE_TOO_LARGE(Owner.DEVICE),
    /** The message has a schema version that the receiver does not know. */
    MESSAGE_VERSION_UNKNOWN(Owner.REQUEST),
    /** The message speaks for another device or stream than its topic. */
    MESSAGE_FOREIGN(Owner.DEVICE),
    /** The message names what the receiver does not have, such as an unknown model version. */
    MESSAGE_UNRESOLVED(Owner.REQUEST),
    /** What a device uploaded does not have the SHA-256 or the size that it declared. */
    UPLOAD_MISMATCH(Owner.DEVICE);

    private final Owner owner;

    FailureCode(Owner owner) {
        this.owner = owner;
    }

    /** Who has to look at it. */
    public Owner owner() {
        return owner;
    }

    /** Whose failure it is. */
    public enum Owner {
        /** The one who asked: what was asked for does not fit. */
        REQUEST,
        /** The maker of the model. */
        MODEL,
        /** The device or its software. */
        DEVICE,
        /** The way between device and hub. */
        NETWORK,
        /** The hub. */
        HUB
    }
}
