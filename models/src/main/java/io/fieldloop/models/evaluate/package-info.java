/**
 * How good a model is: what it answered to labelled images, counted.
 *
 * <pre>
 *   truth, prediction ──ConfusionCounter──► ConfusionMatrix ──► Evaluation (of which model, on which part of which snapshot)
 * </pre>
 */
@NullMarked
package io.fieldloop.models.evaluate;

import org.jspecify.annotations.NullMarked;
