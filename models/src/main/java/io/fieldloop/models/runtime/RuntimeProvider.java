package io.fieldloop.models.runtime;

/** Makes one {@link ModelRuntime} available; a service with a public constructor without arguments. */
public interface RuntimeProvider {
    /** The library, such as {@code onnxruntime}, whether or not it works here. */
    String name();

    /**
     * Loads the native library.
     *
     * @throws ModelException with {@link ModelException.Reason#RUNTIME_UNAVAILABLE} if it does not work on this machine
     */
    ModelRuntime open() throws ModelException;
}
