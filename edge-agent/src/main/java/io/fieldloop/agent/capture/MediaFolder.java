package io.fieldloop.agent.capture;

import io.fieldloop.agent.disk.StorageException;
import io.fieldloop.models.disk.DurableFile;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media of large samples: files beside the database, each named by the digest of its content, which samples may share. A file is
 * on the disk before the transaction that names it commits, and goes after the one that last did so: whatever a crash leaves is a
 * file that nobody names, which is removed at the next start. Belongs to the thread of its {@link Outbox}.
 */
final class MediaFolder {
    static final List<String> TABLES = List.of(
            "CREATE TABLE large_media (place INTEGER PRIMARY KEY, digest TEXT NOT NULL)",
            "CREATE INDEX samples_of_media ON large_media (digest)");

    private static final Logger LOG = LoggerFactory.getLogger(MediaFolder.class);

    private final Connection connection;
    private final Path folder;

    /** How many samples have large media; most outboxes have none, and are not to pay for it. */
    private long samples;

    // Of the running transaction.
    private final Set<Sha256> written = new HashSet<>();
    private final Set<Sha256> dropped = new HashSet<>();

    /** Opens the folder, which is made when it is needed, and removes what no sample names. */
    MediaFolder(Connection connection, Path folder) throws SQLException, IOException {
        this.connection = connection;
        this.folder = folder;
        this.samples = count();
        for (Path file : files()) {
            if (!isNamed(String.valueOf(file.getFileName()))) {
                Files.delete(file);
            }
        }
    }

    /** The places of samples whose file is not there. */
    List<Long> gone() throws SQLException {
        var places = new ArrayList<Long>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT place, digest FROM large_media")) {
            while (row.next()) {
                if (!Files.exists(folder.resolve(row.getString(2)))) {
                    places.add(row.getLong(1));
                }
            }
        }
        return places;
    }

    /** Keeps the media of a sample. */
    void put(long place, Encoded.Media media) throws SQLException, IOException {
        Sha256 digest = media.digest();
        if (!dropped.remove(digest) && !isNamed(digest.hex())) {
            write(media);
        }
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO large_media VALUES (?, ?)")) {
            statement.setLong(1, place);
            statement.setString(2, digest.hex());
            statement.executeUpdate();
        }
        samples++;
    }

    /** The digest of the media of a sample; empty if they are in its row. */
    Optional<Sha256> digest(long place) throws SQLException {
        if (samples == 0) {
            return Optional.empty();
        }
        return digest("SELECT digest FROM large_media WHERE place = ?", place);
    }

    /** A sample goes, and with it its media if they were large, and nobody else has the same. */
    void drop(long place) throws SQLException {
        if (samples == 0) {
            return;
        }
        Optional<Sha256> digest = digest("DELETE FROM large_media WHERE place = ? RETURNING digest", place);
        if (digest.isPresent()) {
            samples--;
            if (!isNamed(digest.get().hex())) {
                dropped.add(digest.get());
            }
        }
    }

    /** Removes what the transaction dropped. */
    void committed() {
        remove(dropped);
        written.clear();
    }

    /** Removes what the transaction wrote. */
    void rolledBack() throws SQLException {
        dropped.clear();
        samples = count();
        remove(written);
    }

    private void write(Encoded.Media media) throws IOException {
        try {
            written.add(media.digest());
            DurableFile.write(file(media.digest()), media.content().toArray());
        } catch (IOException e) {
            throw StorageException.failed("cannot keep media", e);
        }
    }

    /** What cannot be removed now is removed at the next start. */
    private void remove(Set<Sha256> digests) {
        for (Sha256 digest : digests) {
            try {
                Files.deleteIfExists(file(digest));
            } catch (IOException e) {
                LOG.warn("outbox: media that nobody needs stay: {}", e.getMessage());
            }
        }
        digests.clear();
    }

    /** Where media are, which goes with the last sample that names them. */
    Path file(Sha256 digest) {
        return folder.resolve(digest.hex());
    }

    private boolean isNamed(String digest) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM large_media WHERE digest = ?")) {
            query.setString(1, digest);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private Optional<Sha256> digest(String statement, long place) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setLong(1, place);
            try (ResultSet row = prepared.executeQuery()) {
                return row.next() ? Optional.of(new Sha256(row.getString(1))) : Optional.empty();
            }
        }
    }

    private long count() throws SQLException {
        return OutboxSchema.number(connection, "SELECT count(*) FROM large_media");
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
