package io.fieldloop.protocol.message;

import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;

/**
 * A model that serves a stream.
 *
 * @param stream whose inputs it answers
 * @param model the version
 * @param variant which variant of the package, such as {@code onnx-fp32}
 * @param accelerator where it runs, such as {@code cpu} or {@code xnnpack}
 */
public record Serving(StreamName stream, ModelRef model, String variant, String accelerator) {}
