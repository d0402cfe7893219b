package io.fieldloop.agent.capture;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** What tables the database of an outbox has: makes them, or takes those of an older agent over. */
final class OutboxSchema {
    private static final int VERSION = 4;

    private static final List<String> TABLES_OF_SAMPLES = Stream.of(
                    StreamTable.TABLES, SampleTable.TABLES, Turns.TABLES, MediaFolder.TABLES, TrafficTable.TABLES)
            .flatMap(List::stream)
            .toList();

    /** In the first schema each sample stood with the name of its stream and its value. */
    private static final List<String> SAMPLES_OF_1 =
            List.of("INSERT INTO stream (name) SELECT stream FROM account", """
                INSERT INTO sample
                SELECT (number << 40) | sequence, (min(15, CAST(value * 16 AS INTEGER)) << 32) | number, id, size, body
                FROM sample_of_1 JOIN stream ON stream.name = sample_of_1.stream""", "DROP TABLE sample_of_1");

    /** In the second schema samples with large media stood among the others of their stream and level. */
    private static final String LINES_OF_2 =
            "UPDATE sample SET line = line | %d WHERE place IN (SELECT place FROM large_media)".formatted(Line.LARGE);

    private OutboxSchema() {}

    /**
     * Sees to it that the tables are there.
     *
     * @param newEpoch of a database that is empty
     * @return the epoch of the database
     * @throws IOException if a newer agent made it
     */
    static long epoch(Connection connection, long newEpoch) throws SQLException, IOException {
        long version = number(connection, "PRAGMA user_version");
        if (version > VERSION) {
            throw new IOException(
                    "the outbox was made by a newer agent (schema %d, this agent knows %d); update the agent"
                            .formatted(version, VERSION));
        }
        try (Statement statement = connection.createStatement()) {
            if (version == 0) {
                create(statement, newEpoch);
            } else if (version < VERSION) {
                renew(statement, version);
            }
        }
        return number(connection, "SELECT epoch FROM life");
    }

    private static void create(Statement statement, long newEpoch) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute("CREATE TABLE life (epoch INTEGER NOT NULL)");
        statement.execute("INSERT INTO life VALUES (%d)".formatted(newEpoch));
        executeAll(statement, Ledger.TABLES);
        executeAll(statement, TABLES_OF_SAMPLES);
        finish(statement);
    }

    private static void renew(Statement statement, long version) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        if (version == 1) {
            statement.execute("ALTER TABLE sample RENAME TO sample_of_1");
            executeAll(statement, TABLES_OF_SAMPLES);
            executeAll(statement, SAMPLES_OF_1);
        } else {
            // In the second and third schema the database kept the order of each line itself.
            statement.execute("DROP INDEX oldest_of_line");
            executeAll(statement, Turns.TABLES);
        }
        if (version < 3) {
            statement.execute(LINES_OF_2);
        }
        executeAll(statement, Turns.OF_STORED);
        finish(statement);
    }

    private static void finish(Statement statement) throws SQLException {
        statement.execute("PRAGMA user_version = " + VERSION);
        statement.execute("COMMIT");
    }

    private static void executeAll(Statement statement, List<String> all) throws SQLException {
        for (String sql : all) {
            statement.execute(sql);
        }
    }

    /** The one number that a query gives. */
    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            if (!row.next()) {
                throw OutboxFile.damage("'%s' gives nothing".formatted(query));
            }
            return row.getLong(1);
        }
    }
}
