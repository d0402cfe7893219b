package io.fieldloop.agent.capture;

import io.fieldloop.protocol.StreamName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Short numbers for the names of streams, given once and for ever. Belongs to the thread of its {@link Outbox}. */
final class StreamTable {
    static final List<String> TABLES =
            List.of("CREATE TABLE stream (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)");

    private final Connection connection;
    private final Map<StreamName, Integer> numbers = new HashMap<>();
    private final Map<Integer, StreamName> names = new HashMap<>();

    StreamTable(Connection connection) throws SQLException {
        this.connection = connection;
        reload();
    }

    /** Forgets what was not committed. */
    void reload() throws SQLException {
        numbers.clear();
        names.clear();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT number, name FROM stream")) {
            while (row.next()) {
                put(row.getInt(1), new StreamName(row.getString(2)));
            }
        }
    }

    /** The number of a stream; empty if it never had a sample. */
    OptionalInt find(StreamName name) {
        @Nullable Integer number = numbers.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The number of a stream, which it gets now if it has none. */
    int number(StreamName name) throws SQLException {
        @Nullable Integer known = numbers.get(name);
        return known == null ? add(name) : known;
    }

    private int add(StreamName name) throws SQLException {
        int number = numbers.size() + 1;
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO stream VALUES (?, ?)")) {
            statement.setInt(1, number);
            statement.setString(2, name.value());
            statement.executeUpdate();
        }
        put(number, name);
        return number;
    }

    /** The stream of a number that is in the database. */
    StreamName name(int number) throws SQLException {
        @Nullable StreamName name = names.get(number);
        if (name == null) {
            throw OutboxFile.damage("there is no stream %d".formatted(number));
        }
        return name;
    }

    private void put(int number, StreamName name) {
        numbers.put(name, number);
        names.put(number, name);
    }
}
