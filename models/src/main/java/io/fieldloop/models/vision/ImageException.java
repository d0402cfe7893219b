package io.fieldloop.models.vision;

/** Bytes that are no image that can be used; says why. */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    ImageException(String detail) {
        super(detail);
    }

    ImageException(String detail, Throwable cause) {
        super(detail, cause);
    }
}
