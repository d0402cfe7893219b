/**
 * Models, from the file that somebody brings to the prediction on a device, and back from its field samples to a better file.
 *
 * <pre>
 *   catalogue ──► dataset ──► training                               (where the first model comes from)
 *                                │ ONNX
 *                                ▼
 *   runtime ◄── predict ──► vision, audio, readings
 *      ▲           ▲                        │
 *    tensor        ├── retrain ──► onnx     └──► pack: what travels, signed
 *                  └── evaluate
 * </pre>
 *
 * <p>The device needs {@code pack}, {@code runtime}, {@code vision}, {@code audio}, {@code readings} and {@code predict}; the hub needs all of them.
 */
@NullMarked
package io.fieldloop.models;

import org.jspecify.annotations.NullMarked;
