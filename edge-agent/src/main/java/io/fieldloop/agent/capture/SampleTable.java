package io.fieldloop.agent.capture;

import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.SequenceRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The samples that wait, and which of them are in flight. The latter stands in a temporary table, which is only in memory:
 * after a restart everything waits again. Belongs to the thread of its {@link Outbox}.
 */
final class SampleTable {
    /** A higher id is a younger sample. Both orders in which samples are looked for are covered by an index. */
    static final List<String> TABLES = List.of(
            """
            CREATE TABLE sample (
                id INTEGER PRIMARY KEY,
                stream TEXT NOT NULL,
                sequence INTEGER NOT NULL,
                value REAL NOT NULL,
                size INTEGER NOT NULL,
                body BLOB NOT NULL,
                UNIQUE (stream, sequence)
            )""",
            "CREATE INDEX most_valuable_first ON sample (value DESC, id, stream, sequence, size)",
            "CREATE INDEX least_valuable_first ON sample (value, id, stream, size)");

    private static final String IN_FLIGHT =
            "CREATE TEMPORARY TABLE in_flight (id INTEGER PRIMARY KEY, since INTEGER NOT NULL)";

    private final Connection connection;
    private Statements statements;
    private long nextId;
    private long bytes;
    private int inFlight;

    SampleTable(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA temp_store = MEMORY");
            statement.execute(IN_FLIGHT);
        }
        statements = Statements.prepare(connection);
        nextId = number("SELECT coalesce(max(id), 0) FROM sample") + 1;
        count();
    }

    /** Forgets what was not committed. The driver does away with prepared statements that failed, so they are made anew. */
    void reload() throws SQLException {
        statements.close();
        statements = Statements.prepare(connection);
        count();
    }

    void insert(StreamName stream, long sequence, double value, byte[] encoded) throws SQLException {
        statements.insert().setLong(1, nextId++);
        statements.insert().setString(2, stream.value());
        statements.insert().setLong(3, sequence);
        statements.insert().setDouble(4, value);
        statements.insert().setLong(5, encoded.length);
        statements.insert().setBytes(6, encoded);
        statements.insert().executeUpdate();
        bytes += encoded.length;
    }

    /** Those that wait and are not in flight; the most valuable first, of these the oldest. */
    List<Row> mostValuable(int limit) throws SQLException {
        return rows("""
                SELECT id, stream, sequence, size FROM sample
                WHERE id NOT IN (SELECT id FROM in_flight) ORDER BY value DESC, id LIMIT\s""" + limit);
    }

    /** The least valuable first, of these the oldest. */
    List<Row> leastValuable(int limit) throws SQLException {
        return rows("SELECT id, stream, 0, size FROM sample ORDER BY value, id LIMIT " + limit);
    }

    byte[] body(long id) throws SQLException {
        statements.body().setLong(1, id);
        try (ResultSet row = statements.body().executeQuery()) {
            return row.next() ? row.getBytes(1) : new byte[0];
        }
    }

    /** Whether it was there. */
    boolean delete(Row row) throws SQLException {
        putBack(row.id());
        statements.delete().setLong(1, row.id());
        boolean deleted = statements.delete().executeUpdate() == 1;
        bytes -= deleted ? row.bytes() : 0;
        return deleted;
    }

    /** Deletes what there is of a range, and tells how many that was. */
    long delete(StreamName stream, SequenceRange range) throws SQLException {
        statements.deleteRange().setString(1, stream.value());
        statements.deleteRange().setLong(2, range.first());
        statements.deleteRange().setLong(3, range.last());
        var ids = new ArrayList<Long>();
        try (ResultSet row = statements.deleteRange().executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
                bytes -= row.getLong(2);
            }
        }
        for (long id : ids) {
            putBack(id);
        }
        return ids.size();
    }

    void sent(long id, long nanoTime) throws SQLException {
        statements.mark().setLong(1, id);
        statements.mark().setLong(2, nanoTime);
        inFlight += statements.mark().executeUpdate();
    }

    void putBack(long id) throws SQLException {
        statements.unmark().setLong(1, id);
        inFlight -= statements.unmark().executeUpdate();
    }

    /** Puts back what was sent at a time or before. */
    int putBackSentBefore(long nanoTime) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM in_flight WHERE since - ? <= 0")) {
            statement.setLong(1, nanoTime);
            int putBack = statement.executeUpdate();
            inFlight -= putBack;
            return putBack;
        }
    }

    /** How many are in flight. */
    int inFlight() {
        return inFlight;
    }

    /** The size of all samples. */
    long bytes() {
        return bytes;
    }

    /** How many wait, for each stream that has any. */
    Map<StreamName, Long> counts() throws SQLException {
        var counts = new HashMap<StreamName, Long>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT stream, count(*) FROM sample GROUP BY stream")) {
            while (row.next()) {
                counts.put(new StreamName(row.getString(1)), row.getLong(2));
            }
        }
        return counts;
    }

    private List<Row> rows(String query) throws SQLException {
        var rows = new ArrayList<Row>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                rows.add(new Row(row.getLong(1), new StreamName(row.getString(2)), row.getLong(3), row.getLong(4)));
            }
        }
        return rows;
    }

    private void count() throws SQLException {
        bytes = number("SELECT coalesce(sum(size), 0) FROM sample INDEXED BY least_valuable_first");
        inFlight = Math.toIntExact(number("SELECT count(*) FROM in_flight"));
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** What is run for every sample is prepared once. */
    private record Statements(
            PreparedStatement insert,
            PreparedStatement body,
            PreparedStatement delete,
            PreparedStatement deleteRange,
            PreparedStatement mark,
            PreparedStatement unmark)
            implements AutoCloseable {
        static Statements prepare(Connection connection) throws SQLException {
            return new Statements(
                    connection.prepareStatement("INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?)"),
                    connection.prepareStatement("SELECT body FROM sample WHERE id = ?"),
                    connection.prepareStatement("DELETE FROM sample WHERE id = ?"),
                    connection.prepareStatement(
                            "DELETE FROM sample WHERE stream = ? AND sequence BETWEEN ? AND ? RETURNING id, size"),
                    connection.prepareStatement("INSERT INTO in_flight VALUES (?, ?)"),
                    connection.prepareStatement("DELETE FROM in_flight WHERE id = ?"));
        }

        @Override
        public void close() throws SQLException {
            for (PreparedStatement statement : List.of(insert, body, delete, deleteRange, mark, unmark)) {
                statement.close();
            }
        }
    }

    /** Where a sample stands. */
    record Row(long id, StreamName stream, long sequence, long bytes) {}
}
