package io.fieldloop.agent.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** How many bytes of samples went to the hub on which day. Belongs to the thread of its {@link Outbox}. */
final class TrafficTable {
    static final List<String> TABLES = List.of(
            "CREATE TABLE traffic (number INTEGER PRIMARY KEY, day TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL)");

    /** Of so many days that were met last; more than a clock that jumps to and fro goes through. */
    private static final int DAYS = 32;

    private final Connection connection;

    TrafficTable(Connection connection) {
        this.connection = connection;
    }

    long bytes(LocalDate day) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT bytes FROM traffic WHERE day = ?")) {
            query.setString(1, day.toString());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    void add(LocalDate day, long bytes) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement("""
            INSERT INTO traffic (day, bytes) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET bytes = bytes + excluded.bytes""");
                PreparedStatement forget = connection.prepareStatement(
                        "DELETE FROM traffic WHERE number <= (SELECT max(number) FROM traffic) - " + DAYS)) {
            add.setString(1, day.toString());
            add.setLong(2, bytes);
            add.executeUpdate();
            forget.executeUpdate();
        }
    }
}
