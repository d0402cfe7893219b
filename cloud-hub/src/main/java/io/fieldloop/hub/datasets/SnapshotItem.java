package io.fieldloop.hub.datasets;

import io.fieldloop.protocol.Sha256;

/**
 * One image of a snapshot.
 *
 * @param media the image; at most once in a snapshot
 * @param className what it shows
 * @param origin where it came from
 * @param side whether it is learned from or tested on
 * @param isErased whether its content was deleted at somebody's request
 */
public record SnapshotItem(Sha256 media, String className, Origin origin, Split.Side side, boolean isErased) {}
