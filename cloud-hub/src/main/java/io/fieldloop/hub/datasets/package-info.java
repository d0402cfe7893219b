/**
 * What models learn from and are tested on: datasets that grow, and snapshots of them that never change.
 *
 * <p>A dataset is every labelled sample of its model plus the images that were imported into it. A snapshot freezes it:
 *
 * <pre>
 *   labelled samples (field) ─┐   one item an image;       ┌─► train   hard samples, and the rest
 *                             ├─► two classes for one   ──►┤
 *   imported images  (lab)   ─┘   image: left out, named   └─► test    a share of what is unbiased
 * </pre>
 *
 * <p>Unbiased are imported images and samples that the rule {@code random} captured. The id of a snapshot is the SHA-256
 * of this text (UTF-8, each line ended by one line feed), with the items in ascending order of their media:
 *
 * <pre>
 *   fieldloop-snapshot 1
 *   dataset NAME
 *   seed SEED                                                    decimal
 *   test-share SHARE                                             decimal, shortest form, as 0.2
 *   MEDIA-SHA256 field|lab unbiased|chosen CLASS                 one line an item
 * </pre>
 *
 * <p>The side of an item follows from seed, share and its media alone ({@link io.fieldloop.hub.datasets.Split}), so it
 * need not stand in the text.
 */
@NullMarked
package io.fieldloop.hub.datasets;

import org.jspecify.annotations.NullMarked;
