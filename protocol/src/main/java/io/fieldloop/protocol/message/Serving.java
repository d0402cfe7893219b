package io.fieldloop.protocol.message;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import java.util.Optional;

/**
 * A model that serves a stream.
 *
 * @param stream whose inputs it answers
 * @param model the version
 * @param variant which variant of the package, such as {@code onnx-fp32}
 * @param accelerator where it runs, such as {@code cpu} or {@code xnnpack}
 * @param placement the device's signed certificate of where the operators run, a DSSE envelope; empty before the first inference,
 *     and from agents that make none
 */
public record Serving(
        StreamName stream, ModelRef model, String variant, String accelerator, Optional<Bytes> placement) {
    /** Of a model whose placement is not known. */
    public Serving(StreamName stream, ModelRef model, String variant, String accelerator) {
        this(stream, model, variant, accelerator, Optional.empty());
    }
}
