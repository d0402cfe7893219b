package io.fieldloop.models.readings;

/** Bytes that are no readings that can be used; says why. */
public final class ReadingsException extends Exception {
    private static final long serialVersionUID = 1L;

    ReadingsException(String detail) {
        super(detail);
    }

    ReadingsException(String detail, Throwable cause) {
        super(detail, cause);
    }
}
