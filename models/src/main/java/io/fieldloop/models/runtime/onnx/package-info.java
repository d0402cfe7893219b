/**
 * ONNX models by ONNX Runtime.
 *
 * <p>Inputs and outputs are buffers outside of the heap that are bound once and reused: of the ways that lead through the
 * library's Java API this is the one with the least overhead over a loop in C, and it allocates half a kilobyte a run.
 */
@NullMarked
package io.fieldloop.models.runtime.onnx;

import org.jspecify.annotations.NullMarked;
