/**
 * Trains the base model of the catalogue from labelled images and writes it as ONNX. It is a command of a developer's machine, needs
 * PyTorch's native libraries (Maven profile {@code train}) and is part of neither program.
 *
 * <pre>
 *              ┌─► DJL block ─► trained by {@link io.fieldloop.models.training.Training}
 *   Layers ────┤
 *              └─► ONNX nodes ─► measured by {@link io.fieldloop.models.training.ExportedModel} ─► model.onnx, model.json, model-card.md
 * </pre>
 *
 * {@link io.fieldloop.models.training.Layer} describes each layer once, so what is exported is what was trained.
 */
@NullMarked
package io.fieldloop.models.training;

import org.jspecify.annotations.NullMarked;
