package io.fieldloop.agent.disk;

import java.io.IOException;

/** The device's own disk refuses to write or read, as opposed to the network. */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The words of the operating system for ENOSPC; Java has no type for it. */
    private static final String NO_SPACE = "No space left on device";

    private final boolean full;

    private StorageException(String message, boolean full) {
        super(message);
        this.full = full;
    }

    private StorageException(String message, IOException cause) {
        super(message + ": " + cause.getMessage(), cause);
        this.full = String.valueOf(cause.getMessage()).contains(NO_SPACE);
    }

    /** There is no room. */
    public static StorageException full(String message) {
        return new StorageException(message, true);
    }

    /** It failed, which may still be for want of room. */
    public static StorageException failed(String message, IOException cause) {
        return new StorageException(message, cause);
    }

    /** Whether it was for want of room. */
    public boolean isFull() {
        return full;
    }
}
