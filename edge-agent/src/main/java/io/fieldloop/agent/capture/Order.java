package io.fieldloop.agent.capture;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Picks what goes to the hub next: of all {@link Line}s the first sample that ranks highest, and then, as far as they fit into a
 * message, those of the same stream that rank highest after it. Belongs to the thread of its {@link Outbox}.
 */
final class Order {
    private static final Comparator<Head> HIGHEST_RANK =
            Comparator.comparingLong(head -> -head.first().rank());
    private static final int STEP = 32;

    private final SampleTable samples;

    Order(SampleTable samples) {
        this.samples = samples;
    }

    /** At least one sample, if any waits. */
    List<Row> next(int mostSamples, long mostBytes) throws SQLException {
        var heads = new PriorityQueue<>(HIGHEST_RANK);
        for (Line line : samples.lines()) {
            addTo(heads, new Head(line, new ArrayDeque<>(samples.waiting(line, 0, STEP))));
        }
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
