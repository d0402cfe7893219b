package io.fieldloop.agent.inference;

import io.fieldloop.protocol.ModelName;

/** No version of the model serves on this device yet. */
public final class NoModelException extends Exception {
    private static final long serialVersionUID = 1L;

    NoModelException(ModelName model) {
        super("no version of model %s serves on this device yet; roll one out to it".formatted(model));
    }
}
