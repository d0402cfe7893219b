/**
 * ONNX models by ONNX Runtime.
 *
 * <p>Inputs and outputs are buffers outside of the heap that are bound once and reused: of the ways that lead through the
 * library's Java API this is the one with the least overhead over a loop in C, and it allocates half a kilobyte a run.
 *
 * <p>Two things do not fit into that. The shape of an output may be known only by running: then ONNX Runtime allocates it once, and
 * from the next run on writes in place, as long as the shape stays. And the Java API has no tensors of unsigned numbers wider than
 * a byte, so that a second, tiny model turns signed ones into them. Text is copied either way; ONNX Runtime gets it in Java's
 * modified UTF-8, which differs from UTF-8 in characters beyond the basic plane and in zeros.
 */
@NullMarked
package io.fieldloop.models.runtime.onnx;

import org.jspecify.annotations.NullMarked;
