/**
 * Teaches the last layer of a model anew, from labelled samples, while everything before it stays as it is.
 *
 * <pre>
 *   images ──BatchRun──► features ──SoftmaxRegression──► Head ──HeadSurgery──► the same ONNX file with another head
 *                        (what the head reads)
 * </pre>
 *
 * <p>Minutes become seconds, a few hundred labels suffice, and only the head's bytes of the file change, so that the new
 * version travels to devices as a small difference. Nothing here is needed on a device.
 */
@NullMarked
package io.fieldloop.models.retrain;

import org.jspecify.annotations.NullMarked;
