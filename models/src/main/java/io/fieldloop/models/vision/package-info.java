/**
 * From the bytes of an image to the input of a model.
 *
 * <pre>
 *   PNG, JPEG ──ImageReader──► Image ──ImagePreprocessor──► Tensor
 * </pre>
 *
 * <p>Images come from anywhere: they are read within bounds of size, and what is damaged becomes an
 * {@link io.fieldloop.models.vision.ImageException}. The preprocessor is the only code that turns pixels into numbers, on
 * the device as in training, so a model sees in the field what it saw in the lab.
 */
@NullMarked
package io.fieldloop.models.vision;

import org.jspecify.annotations.NullMarked;
