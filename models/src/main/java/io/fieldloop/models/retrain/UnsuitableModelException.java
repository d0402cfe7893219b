package io.fieldloop.models.retrain;

/** A model whose head cannot be replaced; says why and what would help. */
public final class UnsuitableModelException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsuitableModelException(String detail) {
        super(detail);
    }
}
