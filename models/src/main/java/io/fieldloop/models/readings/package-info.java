/**
 * Numbers of sensors, from a file to the input of a model.
 *
 * <pre>
 *   CSV, NPY ──► Readings ──ReadingsPreprocessor──► Tensor
 *      ▲
 *      └─ Zstandard: as they are kept and sent where somebody wants them smaller
 * </pre>
 *
 * <p>Files come from anywhere: they are read within bounds of size, and what is damaged becomes a
 * {@link io.fieldloop.models.readings.ReadingsException}.
 */
@NullMarked
package io.fieldloop.models.readings;

import org.jspecify.annotations.NullMarked;
