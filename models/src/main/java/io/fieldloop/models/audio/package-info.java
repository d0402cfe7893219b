/**
 * From sound to what was heard: samples flow through a chain of models, each of which sees a window of what the one before it
 * gave, and the scores of the last become events.
 *
 * <pre>
 *   SampleStream ──samples──► stage ──rows──► stage ──rows──► stage ──scores──► Trigger ──► events
 *                             └───────────── Hearing ─────────────┘             (one a label)
 *                               windows, states and triggers of each stream: its Ear
 *
 *   openWakeWord:             mel spectrogram  speech embedding  wake word
 *                             1760 samples     76 rows of 32     16 rows of 96
 *                             by 1280          by 8              by 1
 * </pre>
 *
 * <p>Sound also comes, and is kept, as a whole file: {@link io.fieldloop.models.audio.SoundFile} reads WAV and FLAC.
 *
 * <p>A {@link io.fieldloop.models.pack.Chain} says all of this. One {@link io.fieldloop.models.audio.Hearing} may serve many
 * streams in turn, because what was heard of each is kept by its {@link io.fieldloop.models.audio.Ear}.
 */
@NullMarked
package io.fieldloop.models.audio;

import org.jspecify.annotations.NullMarked;
