package io.fieldloop.hub.samples;

import io.fieldloop.protocol.Sha256;

/**
 * A sample that is no longer there.
 *
 * @param media the SHA-256 of its input
 */
public record DeletedSample(String stream, Sha256 media, long sizeBytes) {}
