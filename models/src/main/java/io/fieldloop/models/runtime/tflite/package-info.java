/**
 * TFLite models by TensorFlow Lite's C API, bound with {@link java.lang.foreign}, and its XNNPACK delegate.
 *
 * <pre>
 *   NativeLibrary ──symbols──► TfLite (the functions) ◄── TfLiteModel, Interpreter ◄── TfLiteSession, TfLiteInvocation
 * </pre>
 *
 * <p>Inputs and outputs are the interpreter's own memory, used in place: a run allocates nothing. Text, which the library packs in
 * a form of its own, is not served.
 */
@NullMarked
package io.fieldloop.models.runtime.tflite;

import org.jspecify.annotations.NullMarked;
