package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.Turns.Standing;
import io.fieldloop.agent.capture.Turns.Total;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.SequenceRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The samples that wait, each in a {@link Line}, and which of them are in flight. The latter is only in memory: after a restart
 * everything waits again. Belongs to the thread of its {@link Outbox}.
 */
final class SampleTable {
    /** One tree for a sample, and not one more: each would cost as much as the sample itself. Its {@link Turns} are written later. */
    static final List<String> TABLES = List.of("""
            CREATE TABLE sample (
                place INTEGER PRIMARY KEY,
                line INTEGER NOT NULL,
                turn INTEGER NOT NULL,
                size INTEGER NOT NULL,
                body BLOB NOT NULL
            )""");

    private final Connection connection;
    private final StreamTable streams;
    private final Turns turns;
    private final Map<Long, Line> lines = new TreeMap<>();
    private final Map<Long, Flight> flights = new HashMap<>();
    private Statements statements;
    private long lastTurn;
    private long bytes;

    SampleTable(Connection connection) throws SQLException {
        this.connection = connection;
        streams = new StreamTable(connection);
        turns = new Turns(connection);
        statements = Statements.prepare(connection);
        load();
    }

    /**
     * Forgets what was not committed, and what is in flight. The driver does away with prepared statements that failed, so they are
     * made anew.
     */
    void reload() throws SQLException {
        statements.close();
        statements = Statements.prepare(connection);
        streams.reload();
        turns.reload();
        lines.clear();
        flights.clear();
        load();
    }

    /** Stores a sample, and tells its place. A clock that was set back is taken to stand still. */
    long insert(StreamName stream, long sequence, Encoded encoded) throws SQLException {
        int number = streams.number(stream);
        long place = Row.place(number, sequence);
        Line line =
                lines.computeIfAbsent(Line.code(encoded.value(), encoded.media().isPresent(), number), Line::new);
        lastTurn = Math.max(lastTurn + 1, encoded.capturedAtMicros());
        PreparedStatement insert = statements.insert();
        insert.setLong(1, place);
        insert.setLong(2, line.code());
        insert.setLong(3, lastTurn);
        insert.setLong(4, encoded.bytes());
        insert.setBytes(5, encoded.body().toArray());
        insert.executeUpdate();
        turns.add(line.code(), lastTurn, new Standing(place, encoded.bytes()));
        line.add(1);
        bytes += encoded.bytes();
        return place;
    }

    /** The lines that hold samples. */
    List<Line> lines() {
        return List.copyOf(lines.values());
    }

    /** The oldest samples of a line that wait, younger than a turn. */
    List<Row> waiting(Line line, long after, int limit) throws SQLException {
        var rows = new ArrayList<Row>();
        StreamName stream = streams.name(line.stream());
        turns.visit(line.code(), Math.max(after, line.sentUpTo()), (turn, standing) -> {
            if (!flights.containsKey(standing.place())) {
                rows.add(new Row(standing.place(), line, stream, turn, standing.bytes()));
            }
            return rows.size() < limit;
        });
        return rows;
    }

    byte[] body(long place) throws SQLException {
        statements.body().setLong(1, place);
        try (ResultSet row = statements.body().executeQuery()) {
            if (!row.next()) {
                throw OutboxFile.damage("there is no sample at place %d".formatted(place));
            }
            return row.getBytes(1);
        }
    }

    /** Deletes what there is of a range of a stream, and tells the places. */
    List<Long> delete(StreamName stream, SequenceRange range) throws SQLException {
        OptionalInt number = streams.find(stream);
        return number.isEmpty() || range.first() > Row.LAST_SEQUENCE
                ? List.of()
                : delete(
                        Row.place(number.getAsInt(), range.first()),
                        Row.place(number.getAsInt(), Math.min(range.last(), Row.LAST_SEQUENCE)));
    }

    /** Deletes a sample; false if it was not there. */
    boolean delete(long place) throws SQLException {
        return !delete(place, place).isEmpty();
    }

    /** Whose sample stands at a place. */
    StreamName stream(long place) throws SQLException {
        return streams.name(Row.stream(place));
    }

    private List<Long> delete(long first, long last) throws SQLException {
        statements.delete().setLong(1, first);
        statements.delete().setLong(2, last);
        var places = new ArrayList<Long>();
        try (ResultSet row = statements.delete().executeQuery()) {
            while (row.next()) {
                places.add(row.getLong(1));
                flights.remove(row.getLong(1));
                leave(row.getLong(2));
                turns.remove(row.getLong(2), row.getLong(3));
                bytes -= row.getLong(4);
            }
        }
        return places;
    }

    private void leave(long code) throws SQLException {
        Line line = lines.get(code);
        if (line == null) {
            throw OutboxFile.damage("a sample stood in no line");
        }
        line.remove();
        if (line.count() == 0) {
            lines.remove(code);
        }
    }

    void sent(Row row, long nanoTime) {
        flights.put(row.place(), new Flight(row.line(), row.turn(), nanoTime));
        row.line().sent(row.turn());
    }

    /** A sample does not go after all; false if it was not in flight. */
    boolean putBack(long place) {
        Flight flight = flights.remove(place);
        if (flight != null) {
            flight.line.putBack(flight.turn);
        }
        return flight != null;
    }

    /** A sample goes anew; false if it is not in flight any more. */
    boolean resend(long place, long nanoTime) {
        return flights.computeIfPresent(place, (_, flight) -> new Flight(flight.line, flight.turn, nanoTime)) != null;
    }

    /** Puts back what was sent at a time or before, and tells how many that were. */
    int putBackSentBefore(long nanoTime) {
        List<Long> late = flights.entrySet().stream()
                .filter(entry -> entry.getValue().since - nanoTime <= 0)
                .map(Map.Entry::getKey)
                .toList();
        late.forEach(this::putBack);
        return late.size();
    }

    /** How many are in flight. */
    int inFlight() {
        return flights.size();
    }

    /** The size of all samples. */
    long bytes() {
        return bytes;
    }

    /** How many wait, for each stream that has any. */
    Map<StreamName, Long> counts() throws SQLException {
        var counts = new HashMap<StreamName, Long>();
        for (Line line : lines.values()) {
            counts.merge(streams.name(line.stream()), line.count(), Long::sum);
        }
        return counts;
    }

    private void load() throws SQLException {
        bytes = 0;
        lastTurn = 0;
        for (Total total : turns.totals()) {
            lines.computeIfAbsent(total.line(), Line::new).add(total.count());
            bytes += total.bytes();
            lastTurn = Math.max(lastTurn, total.lastTurn());
        }
    }

    /** What is run for every sample is prepared once. */
    private record Statements(PreparedStatement insert, PreparedStatement body, PreparedStatement delete)
            implements AutoCloseable {
        static Statements prepare(Connection connection) throws SQLException {
            return new Statements(
                    connection.prepareStatement("INSERT INTO sample VALUES (?, ?, ?, ?, ?)"),
                    connection.prepareStatement("SELECT body FROM sample WHERE place = ?"),
                    connection.prepareStatement(
                            "DELETE FROM sample WHERE place BETWEEN ? AND ? RETURNING place, line, turn, size"));
        }

        @Override
        public void close() throws SQLException {
            for (PreparedStatement statement : List.of(insert, body, delete)) {
                statement.close();
            }
        }
    }

    /** A sample on its way, since a time of {@link System#nanoTime}. */
    private record Flight(Line line, long turn, long since) {}
}
