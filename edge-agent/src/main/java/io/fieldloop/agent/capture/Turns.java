package io.fieldloop.agent.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * In which turn the samples of each {@link Line} stand. The youngest are only in memory, where most stay until the hub has them: so a
 * sample is written once, and not a second time into the page of its line, of which a transaction would write as many as there are
 * lines. When there are many, all go into a table; at a start those that it does not have are read from the samples. Belongs to the
 * thread of its {@link Outbox}.
 */
final class Turns {
    static final List<String> TABLES = List.of("""
            CREATE TABLE turn (
                line INTEGER NOT NULL,
                turn INTEGER NOT NULL,
                place INTEGER NOT NULL,
                size INTEGER NOT NULL,
                PRIMARY KEY (line, turn)
            ) WITHOUT ROWID""", """
            CREATE TABLE turned (
                stream INTEGER PRIMARY KEY,
                sequence INTEGER NOT NULL
            )""");

    /** What samples that were stored without turns of their own come to. */
    static final List<String> OF_STORED = List.of(
            "INSERT INTO turn SELECT line, turn, place, size FROM sample",
            "INSERT INTO turned SELECT place >> %1$d, max(place & %2$d) FROM sample GROUP BY place >> %1$d"
                    .formatted(Row.SEQUENCE_BITS, Row.LAST_SEQUENCE));

    /** Samples of each stream after those that the table has, or had. */
    private static final String YOUNG = """
            SELECT line, turn, place, size FROM stream LEFT JOIN turned ON turned.stream = number
            CROSS JOIN sample ON place > (number << %1$d) + ifnull(sequence, 0) AND place <= (number << %1$d) + %2$d""".formatted(Row.SEQUENCE_BITS, Row.LAST_SEQUENCE);

    private static final String LAST_YOUNG = "SELECT place >> %d, max(place & %d) FROM (%s) GROUP BY 1"
            .formatted(Row.SEQUENCE_BITS, Row.LAST_SEQUENCE, YOUNG);

    /** In memory each takes a hundred bytes; the more they are, the fewer pages are written for each. */
    private static final int MOST_YOUNG = 4096;

    private final Connection connection;
    private final NavigableMap<Turn, Standing> young = new TreeMap<>();
    private Statements statements;

    Turns(Connection connection) throws SQLException {
        this.connection = connection;
        statements = Statements.prepare(connection);
        loadYoung();
    }

    /** Forgets what was not committed. */
    void reload() throws SQLException {
        statements.close();
        statements = Statements.prepare(connection);
        young.clear();
        loadYoung();
    }

    private void loadYoung() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(YOUNG)) {
            while (row.next()) {
                young.put(new Turn(row.getLong(1), row.getLong(2)), new Standing(row.getLong(3), row.getLong(4)));
            }
        }
    }

    /** A sample takes the last turn of its line, which is above all others. */
    void add(long line, long turn, Standing standing) throws SQLException {
        young.put(new Turn(line, turn), standing);
        if (young.size() >= MOST_YOUNG) {
            write();
        }
    }

    private void write() throws SQLException {
        statements.write.executeUpdate();
        statements.turned.executeUpdate();
        young.clear();
    }

    /** A sample leaves its line. */
    void remove(long line, long turn) throws SQLException {
        if (young.remove(new Turn(line, turn)) == null) {
            execute(statements.delete, line, turn);
        }
    }

    /** Those of a line after a turn, in their order, until the visitor has enough. */
    void visit(long line, long after, Visitor visitor) throws SQLException {
        boolean more = true;
        statements.after.setLong(1, line);
        statements.after.setLong(2, after);
        try (ResultSet row = statements.after.executeQuery()) {
            while (more && row.next()) {
                more = visitor.visit(row.getLong(1), new Standing(row.getLong(2), row.getLong(3)));
            }
        }
        var rest = young.subMap(new Turn(line, after), false, new Turn(line, Long.MAX_VALUE), true)
                .entrySet()
                .iterator();
        while (more && rest.hasNext()) {
            var entry = rest.next();
            more = visitor.visit(entry.getKey().turn, entry.getValue());
        }
    }

    /** What stands in each line. */
    List<Total> totals() throws SQLException {
        var totals = new ArrayList<Total>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT line, count(*), sum(size), max(turn) FROM turn GROUP BY line")) {
            while (row.next()) {
                totals.add(new Total(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
            }
        }
        young.forEach((turn, standing) -> totals.add(new Total(turn.line, 1, standing.bytes, turn.turn)));
        return totals;
    }

    private static void execute(PreparedStatement statement, long... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        statement.executeUpdate();
    }

    /** Where a sample is in the {@link SampleTable}, and what it takes. */
    record Standing(long place, long bytes) {}

    /** Samples of a line, of which there may be several totals. */
    record Total(long line, long count, long bytes, long lastTurn) {}

    /** Sees turn after turn. */
    @FunctionalInterface
    interface Visitor {
        /** Returns whether it wants the next one. */
        boolean visit(long turn, Standing standing);
    }

    private record Turn(long line, long turn) implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            int byLine = Long.compare(line, other.line);
            return byLine != 0 ? byLine : Long.compare(turn, other.turn);
        }
    }

    private record Statements(
            PreparedStatement write, PreparedStatement turned, PreparedStatement delete, PreparedStatement after)
            implements AutoCloseable {
        static Statements prepare(Connection connection) throws SQLException {
            return new Statements(
                    connection.prepareStatement("INSERT INTO turn " + YOUNG + " ORDER BY line, turn"),
                    connection.prepareStatement("INSERT OR REPLACE INTO turned " + LAST_YOUNG),
                    connection.prepareStatement("DELETE FROM turn WHERE line = ? AND turn = ?"),
                    connection.prepareStatement(
                            "SELECT turn, place, size FROM turn WHERE line = ? AND turn > ? ORDER BY turn"));
        }

        @Override
        public void close() throws SQLException {
            for (PreparedStatement statement : List.of(write, turned, delete, after)) {
                statement.close();
            }
        }
    }
}
