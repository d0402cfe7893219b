package io.fieldloop.lab.program;

/** A program did not do what it was started for. */
public final class ProgramException extends Exception {
    private static final long serialVersionUID = 1L;

    ProgramException(String message) {
        super(message);
    }
}
