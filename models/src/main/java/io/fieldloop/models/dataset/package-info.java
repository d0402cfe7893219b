/**
 * Images with labels, read from the files in which data sets are published.
 *
 * <p>{@link io.fieldloop.models.dataset.FashionMnist} is the one to start from; {@link io.fieldloop.models.dataset.LabelledImages} is
 * what training and evaluation work on.
 */
@NullMarked
package io.fieldloop.models.dataset;

import org.jspecify.annotations.NullMarked;
