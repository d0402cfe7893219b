package io.fieldloop.models.runtime;

/** Makes one {@link ModelRuntime} available; a service with a public constructor without arguments. */
public interface RuntimeProvider {
    /** The library, such as {@code onnxruntime}, whether or not it works here. */
    String name();

    /** The version of the library that is brought along; {@code unknown} if nothing tells. Nothing is loaded. */
    String version();

    /** Whether it runs models of this format. */
    boolean reads(ModelFormat format);

    /**
     * Loads the native library. Called once.
     *
     * @throws ModelException with {@link ModelException.Reason#RUNTIME_UNAVAILABLE} if it does not work on this machine
     */
    ModelRuntime open() throws ModelException;
}
