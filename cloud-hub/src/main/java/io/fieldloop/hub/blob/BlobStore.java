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
 * Content by its digest. Content never changes; storing it again changes nothing. Thread-safe.
 *
 * <p>Content goes when a row that named it was deleted and no other names it. Not promised: that content which no row ever
 * named is collected.
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

    /** The same; besides, a file is in use from here on, so that it is there when a row that names it is stored soon. */
    OptionalLong hold(Sha256 name);

    /**
     * A file that holds the content, to be read only. It stays where it is.
     *
     * @throws java.nio.file.NoSuchFileException if it is not stored
     * @throws IOException if the file cannot be made
     */
    Path path(Sha256 name) throws IOException;

    /**
     * Says that rows which named these contents are deleted by {@code transaction}. Once it is committed,
     * {@link #removeLoose} removes those that no other row names.
     */
    void loosen(Handle transaction, Collection<Sha256> contents);

    /**
     * Removes contents that no row names any more, some hundred at most. Those that are being stored again are left, and so
     * are files that were in use within the last hour; they go later.
     *
     * @return how many it removed
     * @throws IOException if a file cannot be removed; it is tried again
     */
    int removeLoose() throws IOException;
}
