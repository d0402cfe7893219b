/**
 * Bundles that somebody carries between the hub and devices that it cannot reach; their form is that of
 * {@link io.fieldloop.models.bundle}.
 *
 * <pre>
 *   samples of a device ──► verified as a whole ──► media to the blob store, messages to {@code Intake} ──► its receipts
 *   what is wanted of a device, and the packages that it offers ──► a bundle for it
 * </pre>
 *
 * <p>Samples of a bundle go the way of all samples: stored once however often they come, and receipted only then. An import that is cut
 * off is begun again.
 */
@NullMarked
package io.fieldloop.hub.bundles;

import org.jspecify.annotations.NullMarked;
