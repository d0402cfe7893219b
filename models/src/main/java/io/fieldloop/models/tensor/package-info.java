/**
 * What goes into a model and what comes out of it: {@link io.fieldloop.models.tensor.TensorSpec} says how it looks,
 * {@link io.fieldloop.models.tensor.Tensor} is the memory itself, shared with the native runtime.
 */
@NullMarked
package io.fieldloop.models.tensor;

import org.jspecify.annotations.NullMarked;
