package io.fieldloop.hub.blob;

import java.io.IOException;

/** A content has more bytes than it may have. */
public final class ContentTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long limitBytes;

    ContentTooLargeException(long limitBytes) {
        super("more than %d bytes".formatted(limitBytes));
        this.limitBytes = limitBytes;
    }

    /** The most it may have. */
    public long limitBytes() {
        return limitBytes;
    }
}
