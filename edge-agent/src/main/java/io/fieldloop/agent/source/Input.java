package io.fieldloop.agent.source;

import io.fieldloop.protocol.Bytes;
import java.nio.file.Path;

/**
 * An image as it came from a source.
 *
 * @param file where it is
 * @param mediaType such as {@code image/png}
 * @param media the bytes of the file, at most {@link FolderSource#MAX_BYTES}
 */
public record Input(Path file, String mediaType, Bytes media) {}
