/**
 * The loop as a story that can be watched: two line cameras whose field differs from the lab, a photo camera, an
 * annotator, a retrained model, a rollout in two waves, and a report of what was measured.
 *
 * <pre>
 *   Fashion-MNIST test set, shuffled by the seed
 *   ├── lab images, clean ─────────────────────────► import: lab train (anchor) and lab test
 *   └── field images, corrupted by the seed ─► cameras ─► captured samples ─► labels: field train and field test
 * </pre>
 *
 * <p>The base model was trained on the training set, so nothing here was seen before. The truth of a field image is
 * known to {@code ScriptedAnnotator} alone, by the digest of its file, and reaches the hub only as a label.
 */
@NullMarked
package io.fieldloop.lab.demo;

import org.jspecify.annotations.NullMarked;
