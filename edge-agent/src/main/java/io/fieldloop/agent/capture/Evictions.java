package io.fieldloop.agent.capture;

import io.fieldloop.protocol.message.EvictionReason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Keeps an outbox within its bounds: gives up the least valuable samples, of these the oldest first. What is in flight is spared,
 * for the hub may have it already; at least what was just appended can go instead. Belongs to the thread of its {@link Outbox}.
 *
 * @param usableBytes how much of the disk is free
 */
record Evictions(Bounds bounds, LongSupplier usableBytes) {
    private static final int STEP = 64;

    /**
     * Gives up what is too much.
     *
     * @param bytesBefore what there was before something was appended in this transaction
     */
    void keepBounds(OutboxFile file, long bytesBefore) throws SQLException {
        evictDownTo(bounds.maxBytes(), file, EvictionReason.OUTBOX_FULL);
        if (file.samples().bytes() > bytesBefore && usableBytes.getAsLong() < bounds.keepFreeBytes()) {
            evictDownTo(bytesBefore + file.unusedBytes(), file, EvictionReason.DISK_FULL);
        }
    }

    private static void evictDownTo(long mostBytes, OutboxFile file, EvictionReason reason) throws SQLException {
        while (file.samples().bytes() > mostBytes) {
            List<Row> candidates = leastValuable(file.samples());
            if (candidates.isEmpty()) {
                return;
            }
            for (Row row : candidates) {
                if (file.samples().bytes() > mostBytes) {
                    file.evict(row.place(), reason);
                }
            }
        }
    }

    /** Some of the lowest level that anything waits in, the oldest first. */
    private static List<Row> leastValuable(SampleTable samples) throws SQLException {
        var rows = new ArrayList<Row>();
        for (Line line : samples.lines()) {
            if (!rows.isEmpty() && line.level() > rows.getFirst().line().level()) {
                break;
            }
            rows.addAll(samples.waiting(line, 0, STEP));
        }
        rows.sort(Comparator.comparingLong(Row::turn));
        return rows.subList(0, Math.min(rows.size(), STEP));
    }
}
