package io.fieldloop.agent.capture;

import io.fieldloop.agent.disk.StorageException;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.LedgerReport.Account;
import io.fieldloop.protocol.message.SequenceRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The database of an outbox: its connection, its life and what stands in it. Belongs to the thread of its {@link Outbox}. */
final class OutboxFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxFile.class);

    /**
     * The journal may keep 64 MiB of the disk; and 16 MiB of changes wait in it before they are brought to their places, most of them to
     * the same ones.
     */
    private static final List<String> SETTINGS = List.of(
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA journal_size_limit = " + (64 << 20),
            "PRAGMA wal_autocheckpoint = 4096");

    /** A transaction that gives samples up writes a few pages of 4 KiB. */
    private static final int RESERVED_BYTES = 64 << 10;

    /** What a table takes that holds so much: its own page, and a link on each. */
    private static final int FRAME_BYTES = 8 << 10;

    private static final String JOURNAL = "-wal";
    private static final String MEDIA = "-media";

    final Connection connection;
    private final Path journal;
    private final Reserve reserve;
    private final long epoch;
    private final Ledger ledger;
    private final SampleTable samples;
    private final MediaFolder media;
    private final TrafficTable traffic;

    private OutboxFile(Connection connection, Path file, long newEpoch) throws SQLException, IOException {
        this.connection = connection;
        this.journal = Path.of(file + JOURNAL);
        this.reserve = new Reserve(file);
        this.epoch = OutboxSchema.epoch(connection, newEpoch);
        this.ledger = new Ledger(connection);
        this.samples = new SampleTable(connection);
        this.traffic = new TrafficTable(connection);
        requireThatItAddsUp();
        this.media = new MediaFolder(connection, mediaOf(file));
        evictWhoseMediaAreGone();
    }

    /**
     * Opens the database, or makes it. On a full disk it does so with what was reserved, and without the file of shared memory, so
     * that no other program can look into it meanwhile.
     *
     * @param newEpoch of a database that is made now
     * @throws SQLException if it is damaged ({@link #isDamage}) or cannot be opened
     * @throws IOException if a newer agent made it
     */
    static OutboxFile open(Path file, long newEpoch) throws SQLException, IOException {
        try {
            return open(file, newEpoch, Locking.NORMAL);
        } catch (SQLException e) {
            if (!isFull(e)) {
                throw e;
            }
            LOG.warn("outbox: the disk is full, and {} is opened with what was reserved", file);
            boolean _ = new Reserve(file).giveUp();
            return open(file, newEpoch, Locking.EXCLUSIVE);
        }
    }

    private static OutboxFile open(Path file, long newEpoch, Locking locking) throws SQLException, IOException {
        var config = new SQLiteConfig();
        config.setGetGeneratedKeys(false); // to ask for them costs as much as to store a sample
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA locking_mode = " + locking); // before anything that looks into the file
            for (String setting : SETTINGS) {
                statement.execute(setting);
            }
            return new OutboxFile(connection, file, newEpoch);
        } catch (SQLException | IOException e) {
            connection.close();
            throw e;
        }
    }

    /** Moves a database away with everything that belongs to it, and returns where it is now. */
    static Path moveAside(Path file, String suffix) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + suffix);
        for (String part : List.of("", JOURNAL, "-shm", MEDIA)) {
            Path from = Path.of(file + part);
            if (Files.exists(from)) {
                Files.move(from, Path.of(aside + part));
            }
        }
        return aside;
    }

    /** Where the large media of a database are. */
    static Path mediaOf(Path file) {
        return Path.of(file + MEDIA);
    }

    /** Whether the content of the file is at fault. */
    static boolean isDamage(Exception failure) {
        return isCode(failure, SQLiteErrorCode.SQLITE_CORRUPT) || isCode(failure, SQLiteErrorCode.SQLITE_NOTADB);
    }

    /** Whether the disk has no room. */
    static boolean isFull(Exception failure) {
        return isCode(failure, SQLiteErrorCode.SQLITE_FULL)
                || (failure instanceof SQLiteException sqlite
                        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE)
                || (failure instanceof StorageException storage && storage.isFull());
    }

    /** The low byte is the primary code, the rest tells more. */
    private static boolean isCode(Exception failure, SQLiteErrorCode code) {
        return failure instanceof SQLException sql && (sql.getErrorCode() & 0xff) == code.code;
    }

    long epoch() {
        return epoch;
    }

    Ledger ledger() {
        return ledger;
    }

    SampleTable samples() {
        return samples;
    }

    MediaFolder media() {
        return media;
    }

    TrafficTable traffic() {
        return traffic;
    }

    /** How many bytes of the file hold nothing and are not reserved, so that as much can be stored without it growing. */
    long unusedBytes() throws SQLException {
        long unused = OutboxSchema.number(connection, "PRAGMA freelist_count")
                * OutboxSchema.number(connection, "PRAGMA page_size");
        return Math.max(0, unused - RESERVED_BYTES);
    }

    /**
     * Sees to it that the journal has some room of its own, and the file some pages that hold nothing: so that on a full disk at least
     * the ledger can be written.
     */
    void reserveRoom() throws SQLException {
        if (Files.exists(journal) && journal.toFile().length() >= RESERVED_BYTES) {
            return;
        }
        execute("CREATE TABLE IF NOT EXISTS reserve (room BLOB)");
        execute("INSERT INTO reserve VALUES (zeroblob(%d))".formatted(RESERVED_BYTES - FRAME_BYTES));
        execute("DROP TABLE reserve");
    }

    /** Room that was kept for a disk that is full. */
    Reserve reserve() {
        return reserve;
    }

    /** Brings everything from the journal to its place, so that what comes next goes over it and not behind it. */
    void reuseJournal() {
        try {
            execute("PRAGMA wal_checkpoint(RESTART)");
        } catch (SQLException e) {
            LOG.warn("outbox: the journal cannot be used again: {}", e.getMessage());
        }
    }

    void begin() throws SQLException {
        execute("BEGIN IMMEDIATE");
    }

    /** Returns when the disk has it. */
    void commit() throws SQLException {
        ledger.flush();
        execute("COMMIT");
        media.committed();
    }

    void rollback() throws SQLException {
        try {
            execute("ROLLBACK");
        } catch (SQLException _) {
            // After some failures, such as a full disk, SQLite has done so itself; to ask again is then harmless.
        }
        ledger.reload();
        samples.reload();
        media.rolledBack();
    }

    /** Stores a sample, and the account of it. */
    long insert(StreamName stream, Encoded encoded) throws SQLException, IOException {
        long sequence = ledger.captured(stream);
        long place = samples.insert(stream, sequence, encoded);
        if (encoded.media().isPresent()) {
            media.put(place, encoded.media().get());
        }
        return sequence;
    }

    /** Gives a sample up; false if it was not there any more. */
    boolean evict(long place, EvictionReason reason) throws SQLException {
        boolean there = samples.delete(place);
        if (there) {
            media.drop(place);
            ledger.evicted(samples.stream(place), 1, reason);
        }
        return there;
    }

    /** Lets go of what there is of a range of a stream, and tells how many that was. */
    long release(StreamName stream, SequenceRange range) throws SQLException {
        List<Long> places = samples.delete(stream, range);
        for (long place : places) {
            media.drop(place);
        }
        if (!places.isEmpty()) {
            ledger.acknowledged(stream, places.size());
        }
        return places.size();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void evictWhoseMediaAreGone() throws SQLException {
        List<Long> places = media.gone();
        if (!places.isEmpty()) {
            begin();
            for (long place : places) {
                evict(place, EvictionReason.UNREADABLE);
            }
            commit();
        }
    }

    private void requireThatItAddsUp() throws SQLException {
        Map<StreamName, Long> stored = samples.counts();
        Set<StreamName> streams = new HashSet<>(stored.keySet());
        for (Account account : ledger.report(epoch).streams()) {
            streams.remove(account.stream());
            if (!account.addsUp() || account.queued() != stored.getOrDefault(account.stream(), 0L)) {
                throw damage("the ledger of stream %s does not add up".formatted(account.stream()));
            }
        }
        if (!streams.isEmpty()) {
            throw damage("streams %s have samples but no account".formatted(streams));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static SQLException damage(String detail) {
        return new SQLException(detail, "", SQLiteErrorCode.SQLITE_CORRUPT.code);
    }

    /** How SQLite keeps others out: lock by lock, with a file of shared memory for it, or once and for all, without. */
    private enum Locking {
        NORMAL,
        EXCLUSIVE
    }
}
