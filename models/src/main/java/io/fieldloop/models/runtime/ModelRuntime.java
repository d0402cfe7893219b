package io.fieldloop.models.runtime;

import java.nio.file.Path;
import java.util.List;

/** A native library that runs models. Any thread. */
public interface ModelRuntime {
    /** The library, such as {@code onnxruntime}. */
    String name();

    /** The version of the native library. */
    String version();

    /** Whether it runs models of this format. */
    boolean reads(ModelFormat format);

    /** Whether this library can be asked for an accelerator at all. Whether it is there, only loading a model tells. */
    boolean offers(Accelerator accelerator);

    /** What may be worth trying on this machine, the processor first. No promise that any other works. */
    List<Accelerator> found();

    /**
     * Loads a model. The file must not change while the session is open.
     *
     * @throws ModelException if the file cannot be read, the library refuses it, the accelerator is not here or cannot run it, or
     *     its inputs and outputs cannot be served
     */
    Session load(Path file, LoadOptions options) throws ModelException;
}
