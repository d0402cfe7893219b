/**
 * From an image or sound to a prediction: a package's preprocessing, its models and its postprocessing together.
 *
 * <pre>
 *   LocalPackage ──► LoadedModel ──newPredictor──► Predictor ──predict(Content)──► Prediction
 *                    (one a version, any thread)   (one a worker thread)
 * </pre>
 *
 * <p>Agent and hub both predict through these types, so a golden sample computed by the hub is comparable on the device.
 */
@NullMarked
package io.fieldloop.models.predict;

import org.jspecify.annotations.NullMarked;
