package io.fieldloop.models.runtime;

import java.nio.file.Path;

/** A native library that runs models. Any thread. */
public interface ModelRuntime {
    /** The library, such as {@code onnxruntime}. */
    String name();

    /** The version of the native library. */
    String version();

    /** Whether it runs models of this format. */
    boolean reads(ModelFormat format);

    /**
     * Loads a model. The file must not change while the session is open.
     *
     * @throws ModelException if the file cannot be read, the library refuses it, or its inputs and outputs cannot be served
     */
    Session load(Path file, LoadOptions options) throws ModelException;
}
