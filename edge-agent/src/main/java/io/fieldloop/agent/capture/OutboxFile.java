package io.fieldloop.agent.capture;

import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.LedgerReport.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;

/** The database of an outbox: its connection, its life and what stands in it. Belongs to the thread of its {@link Outbox}. */
final class OutboxFile implements AutoCloseable {
    private static final int SCHEMA_VERSION = 1;
    private static final int JOURNAL_LIMIT_BYTES = 64 << 20;

    final Connection connection;
    private final long epoch;
    private final Ledger ledger;
    private final SampleTable samples;

    private OutboxFile(Connection connection, long newEpoch) throws SQLException, IOException {
        this.connection = connection;
        this.epoch = life(newEpoch);
        this.ledger = new Ledger(connection);
        this.samples = new SampleTable(connection);
        requireThatItAddsUp();
    }

    /**
     * Opens the database, or makes it.
     *
     * @param newEpoch of a database that is made now
     * @throws SQLException if it is damaged ({@link #isDamage}) or cannot be opened
     * @throws IOException if a newer agent made it
     */
    static OutboxFile open(Path file, long newEpoch) throws SQLException, IOException {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setJournalSizeLimit(JOURNAL_LIMIT_BYTES);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            return new OutboxFile(connection, newEpoch);
        } catch (SQLException | IOException e) {
            connection.close();
            throw e;
        }
    }

    /** Moves a database away with everything that belongs to it, and returns where it is now. */
    static Path moveAside(Path file, String suffix) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + suffix);
        for (String part : List.of("", "-wal", "-shm")) {
            Path from = Path.of(file + part);
            if (Files.exists(from)) {
                Files.move(from, Path.of(aside + part));
            }
        }
        return aside;
    }

    /** Whether the content of the file is at fault. */
    static boolean isDamage(SQLException failure) {
        return isCode(failure, SQLiteErrorCode.SQLITE_CORRUPT) || isCode(failure, SQLiteErrorCode.SQLITE_NOTADB);
    }

    /** Whether the disk has no room. */
    static boolean isFull(SQLException failure) {
        return isCode(failure, SQLiteErrorCode.SQLITE_FULL);
    }

    /** The low byte is the primary code, the rest tells more. */
    private static boolean isCode(SQLException failure, SQLiteErrorCode code) {
        return (failure.getErrorCode() & 0xff) == code.code;
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

    void begin() throws SQLException {
        execute("BEGIN IMMEDIATE");
    }

    /** Returns when the disk has it. */
    void commit() throws SQLException {
        ledger.flush();
        execute("COMMIT");
    }

    void rollback() throws SQLException {
        try {
            execute("ROLLBACK");
        } catch (SQLException _) {
            // After some failures, such as a full disk, SQLite has done so itself; to ask again is then harmless.
        }
        ledger.reload();
        samples.reload();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private long life(long newEpoch) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            long version = number(statement, "PRAGMA user_version");
            if (version > SCHEMA_VERSION) {
                throw new IOException(
                        "the outbox was made by a newer agent (schema %d, this agent knows %d); update the agent"
                                .formatted(version, SCHEMA_VERSION));
            }
            if (version == 0) {
                create(statement, newEpoch);
            }
            return number(statement, "SELECT epoch FROM life");
        }
    }

    private void create(Statement statement, long newEpoch) throws SQLException {
        begin();
        statement.execute("CREATE TABLE life (epoch INTEGER NOT NULL)");
        for (String table : Ledger.TABLES) {
            statement.execute(table);
        }
        for (String table : SampleTable.TABLES) {
            statement.execute(table);
        }
        statement.execute("INSERT INTO life VALUES (%d)".formatted(newEpoch));
        statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
        execute("COMMIT");
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

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            if (!row.next()) {
                throw damage("'%s' gives nothing".formatted(query));
            }
            return row.getLong(1);
        }
    }

    private static SQLException damage(String detail) {
        return new SQLException(detail, "", SQLiteErrorCode.SQLITE_CORRUPT.code);
    }
}
