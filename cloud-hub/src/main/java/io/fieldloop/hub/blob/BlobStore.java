package io.fieldloop.hub.blob;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Content by its digest. Content never changes and is never removed; storing it again changes nothing. Thread-safe.
 *
 * <p>Not promised: that content without a row that names it is ever collected.
 */
public interface BlobStore {
    /**
     * Stores one content of any size. When this returns, it outlives a power cut.
     *
     * @param content read to its end, not closed
     * @param maxBytes the most it may have
     * @return its name
     * @throws ContentTooLargeException if it has more; nothing is stored
     * @throws IOException if it cannot be read or stored
     */
    Sha256 put(InputStream content, long maxBytes) throws IOException;

    /**
     * Stores many small contents, such as the media of samples, together with the rows that name them: they are there
     * exactly when the transaction of {@code transaction} is committed.
     *
     * @param transaction an open one
     */
    void putAll(Handle transaction, Collection<Bytes> contents);

    /**
     * Reads a content from its start.
     *
     * @throws java.nio.file.NoSuchFileException if it is not stored
     * @throws IOException if it cannot be read
     */
    InputStream open(Sha256 name) throws IOException;

    /** How many bytes it has; empty if it is not stored. */
    OptionalLong size(Sha256 name);

    /**
     * A file that holds the content, to be read only. It stays where it is.
     *
     * @throws java.nio.file.NoSuchFileException if it is not stored
     * @throws IOException if the file cannot be made
     */
    Path path(Sha256 name) throws IOException;
}
