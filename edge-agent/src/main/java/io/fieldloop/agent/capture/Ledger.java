package io.fieldloop.agent.capture;

import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.LedgerReport.Account;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The account of every captured sample, kept in the same database and changed in the same transactions as the samples
 * themselves. Belongs to the thread of its {@link Outbox}.
 */
final class Ledger {
    static final List<String> TABLES = List.of("""
            CREATE TABLE account (
                stream TEXT PRIMARY KEY,
                captured INTEGER NOT NULL,
                acknowledged INTEGER NOT NULL,
                queued INTEGER NOT NULL
            ) WITHOUT ROWID""", """
            CREATE TABLE eviction (
                stream TEXT NOT NULL,
                reason TEXT NOT NULL,
                count INTEGER NOT NULL,
                PRIMARY KEY (stream, reason)
            ) WITHOUT ROWID""");

    private final Connection connection;
    private final Map<StreamName, Counts> accounts = new TreeMap<>();
    private Statements statements;

    Ledger(Connection connection) throws SQLException {
        this.connection = connection;
        this.statements = Statements.prepare(connection);
        load();
    }

    /** Counts a sample that will be stored, and gives it its number. */
    long captured(StreamName stream) {
        Counts counts = changed(stream);
        counts.queued++;
        return ++counts.captured;
    }

    /** Counts a sample that is given up at once, and gives it a number all the same. */
    void capturedInVain(StreamName stream, long count, EvictionReason reason) {
        Counts counts = changed(stream);
        counts.captured += count;
        counts.evict(count, reason);
    }

    /** Stored samples are given up. */
    void evicted(StreamName stream, long count, EvictionReason reason) {
        Counts counts = changed(stream);
        counts.queued -= count;
        counts.evict(count, reason);
    }

    /** The hub has stored samples. */
    void acknowledged(StreamName stream, long count) {
        Counts counts = changed(stream);
        counts.queued -= count;
        counts.acknowledged += count;
    }

    /** Writes what changed into the running transaction. */
    void flush() throws SQLException {
        for (var entry : accounts.entrySet()) {
            Counts counts = entry.getValue();
            if (counts.changed) {
                write(entry.getKey().value(), counts);
                counts.changed = false;
            }
        }
    }

    /** Forgets what was not committed. The driver does away with prepared statements that failed, so they are made anew. */
    void reload() throws SQLException {
        statements.close();
        statements = Statements.prepare(connection);
        accounts.clear();
        load();
    }

    private void load() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT stream, captured, acknowledged, queued FROM account")) {
                while (row.next()) {
                    Counts counts = counts(new StreamName(row.getString(1)));
                    counts.captured = row.getLong(2);
                    counts.acknowledged = row.getLong(3);
                    counts.queued = row.getLong(4);
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT stream, reason, count FROM eviction")) {
                while (row.next()) {
                    counts(new StreamName(row.getString(1)))
                            .evicted
                            .put(EvictionReason.valueOf(row.getString(2)), row.getLong(3));
                }
            }
        }
    }

    LedgerReport report(long epoch) {
        return new LedgerReport(
                epoch,
                accounts.entrySet().stream()
                        .map(entry -> entry.getValue().account(entry.getKey()))
                        .toList());
    }

    private void write(String stream, Counts counts) throws SQLException {
        PreparedStatement account = statements.account();
        account.setString(1, stream);
        account.setLong(2, counts.captured);
        account.setLong(3, counts.acknowledged);
        account.setLong(4, counts.queued);
        account.executeUpdate();
        for (EvictionReason reason : counts.evictedAnew) {
            PreparedStatement eviction = statements.eviction();
            eviction.setString(1, stream);
            eviction.setString(2, reason.name());
            eviction.setLong(3, counts.evicted.getOrDefault(reason, 0L));
            eviction.executeUpdate();
        }
        counts.evictedAnew.clear();
    }

    private Counts changed(StreamName stream) {
        Counts counts = counts(stream);
        counts.changed = true;
        return counts;
    }

    private Counts counts(StreamName stream) {
        return accounts.computeIfAbsent(stream, _ -> new Counts());
    }

    private static final class Counts {
        long captured;
        long acknowledged;
        long queued;
        final Map<EvictionReason, Long> evicted = new EnumMap<>(EvictionReason.class);
        final Set<EvictionReason> evictedAnew = EnumSet.noneOf(EvictionReason.class);
        boolean changed;

        void evict(long count, EvictionReason reason) {
            evicted.merge(reason, count, Long::sum);
            evictedAnew.add(reason);
        }

        Account account(StreamName stream) {
            return new Account(stream, captured, acknowledged, queued, evicted);
        }
    }

    /** What is run in most transactions is prepared once. */
    private record Statements(PreparedStatement account, PreparedStatement eviction) implements AutoCloseable {
        static Statements prepare(Connection connection) throws SQLException {
            return new Statements(
                    connection.prepareStatement("INSERT OR REPLACE INTO account VALUES (?, ?, ?, ?)"),
                    connection.prepareStatement("INSERT OR REPLACE INTO eviction VALUES (?, ?, ?)"));
        }

        @Override
        public void close() throws SQLException {
            account.close();
            eviction.close();
        }
    }
}
