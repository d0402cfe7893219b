/**
 * Bundles: what a device and its hub have to say to each other, in a file that somebody carries.
 *
 * <pre>
 *   magic │ part │ part │ … │ index, in a DSSE envelope │ length of the envelope, 8 bytes
 * </pre>
 *
 * <p>The parts are what would have gone over the network, byte by byte: messages, media of samples, manifests and files of packages. They
 * have no names and are not compressed, so there is no path to break out of and nothing that grows. The index names the purpose, the
 * device, and each part by its content, digest and size; the sizes add up to that of the file. A bundle is verified as a whole before
 * anybody is shown a part of it.
 *
 * <pre>
 *   device ──► SAMPLES,  signed by the device ──► hub
 *   device ◄── RECEIPTS, signed by the hub    ◄── hub     releases exactly what they name
 *   device ◄── DESIRED,  signed by the hub    ◄── hub     what it shall serve and capture, with the packages for it
 * </pre>
 */
@NullMarked
package io.fieldloop.models.bundle;

import org.jspecify.annotations.NullMarked;
