package io.fieldloop.agent.capture;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Picks what goes to the hub next: of all {@link Line}s the first sample that ranks highest, and then, as far as they fit into a
 * message, those of the same stream that rank highest after it. Those with large media go one by one. Belongs to the thread of its {@link Outbox}.
 */
final class Order {
    private static final Comparator<Head> HIGHEST_RANK =
            Comparator.comparingLong(head -> -head.first().rank());
    private static final int STEP = 32;

    private final SampleTable samples;

    Order(SampleTable samples) {
        this.samples = samples;
    }

    /** At least one sample without large media, if any waits. */
    List<Row> next(int mostSamples, long mostBytes) throws SQLException {
        PriorityQueue<Head> heads = heads(line -> !line.hasLargeMedia());
        var rows = new ArrayList<Row>();
        long bytes = 0;
        while (!heads.isEmpty() && rows.size() < mostSamples) {
            Head head = heads.poll();
            Row row = head.rows.remove();
            bytes += row.bytes();
            if (!rows.isEmpty() && bytes > mostBytes) {
                break;
            }
            if (rows.isEmpty()) {
                heads.removeIf(other -> other.line.stream() != head.line.stream());
            }
            rows.add(row);
            addTo(heads, head.rows.isEmpty() ? after(row, head.line) : head);
        }
        return rows;
    }

    /** The sample with large media that ranks highest, if any waits. */
    Optional<Row> large() throws SQLException {
        return Optional.ofNullable(heads(Line::hasLargeMedia).peek()).map(Head::first);
    }

    private PriorityQueue<Head> heads(Predicate<Line> which) throws SQLException {
        var heads = new PriorityQueue<>(HIGHEST_RANK);
        for (Line line : samples.lines()) {
            if (which.test(line)) {
                addTo(heads, new Head(line, new ArrayDeque<>(samples.waiting(line, 0, STEP))));
            }
        }
        return heads;
    }

    private Head after(Row row, Line line) throws SQLException {
        return new Head(line, new ArrayDeque<>(samples.waiting(line, row.turn(), STEP)));
    }

    private static void addTo(PriorityQueue<Head> heads, Head head) {
        if (!head.rows.isEmpty()) {
            heads.add(head);
        }
    }

    /** The next samples of a line; there are none only when none of the line waits. */
    private record Head(Line line, Deque<Row> rows) {
        Row first() {
            return rows.getFirst();
        }
    }
}
