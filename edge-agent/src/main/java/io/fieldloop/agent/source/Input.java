package io.fieldloop.agent.source;

import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;

/**
 * An image as it came from a source.
 *
 * @param name by which the source knows it, for people too
 * @param mediaType such as {@code image/png}
 * @param media its bytes, at most {@link ImageReader#MAX_SIZE_BYTES}
 */
public record Input(String name, String mediaType, Bytes media) {}
