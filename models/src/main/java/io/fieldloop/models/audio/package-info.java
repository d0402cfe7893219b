/**
 * From sound to what was heard: samples flow through a chain of models, each of which sees a window of what the one before it
 * gave, and the scores of the last become events.
 *
 * <pre>
 *   WavStream ──samples──► stage ──rows──► stage ──rows──► stage ──scores──► Trigger ──► Heard
 *                          └──────────── Listener ─────────────┘             (one a label)
 *
 *   openWakeWord:          mel spectrogram  speech embedding  wake word
 *                          1760 samples     76 rows of 32     16 rows of 96
 *                          by 1280          by 8              by 1
 * </pre>
 *
 * <p>A {@link io.fieldloop.models.audio.Chain} says all of this; {@link io.fieldloop.models.audio.ChainJson} reads one from a
 * file.
 */
@NullMarked
package io.fieldloop.models.audio;

import org.jspecify.annotations.NullMarked;
