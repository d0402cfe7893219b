/**
 * What people see of media before they open them, made once for each.
 *
 * <pre>
 *   medium ──Form──► ImageReading ─┐
 *                    SoundReading  ├──► Outline: what is in it, as JSON
 *                    SeriesReading ├──► picture: a small JPEG or PNG, or a Drawing (SVG)
 *                    TensorReading ┘
 *                          └─ UnreadableException ──► both say why nothing can be shown
 * </pre>
 *
 * <p>A preview is made when it is first asked for, a few at a time, and kept in the table {@code preview} by the digest of its medium.
 * It never is the only place of anything: rows may be deleted at any time, and are made anew.
 *
 * <p>Media come from devices and may hold anything. What is read of one is bounded before it is read: bytes, pixels, values. A picture
 * holds no text of a medium that is not escaped, and only a few characters of it.
 */
@NullMarked
package io.fieldloop.hub.preview;

import org.jspecify.annotations.NullMarked;
