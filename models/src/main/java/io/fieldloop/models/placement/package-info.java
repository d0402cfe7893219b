/**
 * The proof of where a model runs on a device: {@link io.fieldloop.models.placement.PlacementCertificate}, signed with the device's key
 * ({@link io.fieldloop.models.placement.SignedPlacement}). Devices make them, and the hub believes them only by their signature.
 */
@NullMarked
package io.fieldloop.models.placement;

import org.jspecify.annotations.NullMarked;
