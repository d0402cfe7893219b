package io.fieldloop.agent.inference;

import io.fieldloop.protocol.ModelRef;

/**
 * The model that serves.
 *
 * @param model the version
 * @param variant which variant of its package, such as {@code onnx-fp32}
 * @param accelerator where it runs, such as {@code cpu}
 */
public record Served(ModelRef model, String variant, String accelerator) {}
