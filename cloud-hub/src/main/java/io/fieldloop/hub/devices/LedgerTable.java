package io.fieldloop.hub.devices;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.LedgerReport;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The rows of ledgers. */
@Singleton
class LedgerTable {
    private final JsonColumns json;

    LedgerTable(JsonColumns json) {
        this.json = json;
    }

    /** Writes down what a device says of all its streams; what it said before, but comes late, changes nothing. */
    void report(Handle handle, DeviceId device, LedgerReport report) {
        var batch = handle.prepareBatch("""
                INSERT INTO ledger (device_id, epoch, stream, captured, acknowledged, queued, evicted)
                VALUES (:device, :epoch, :stream, :captured, :acknowledged, :queued, :evicted::jsonb)
                ON CONFLICT (device_id, epoch, stream) DO UPDATE SET
                    captured = excluded.captured,
                    acknowledged = excluded.acknowledged,
                    queued = excluded.queued,
                    evicted = excluded.evicted
                WHERE (excluded.captured, -excluded.queued) >= (ledger.captured, -ledger.queued)""");
        for (LedgerReport.Account account : report.streams()) {
            batch.bind("device", device)
                    .bind("epoch", report.epoch())
                    .bind("stream", account.stream())
                    .bind("captured", account.captured())
                    .bind("acknowledged", account.acknowledged())
                    .bind("queued", account.queued())
                    .bind("evicted", json.text(account.evicted()))
                    .add();
        }
        batch.execute();
    }

    /** Counts samples that the hub has stored in this transaction; sorted, so that two transactions never lock crosswise. */
    void stored(Handle handle, List<LedgerCount> counts) {
        handle.createUpdate("""
                        INSERT INTO ledger AS l (device_id, epoch, stream, stored)
                        SELECT * FROM unnest(:devices, :epochs, :streams, :samples) AS new (device, epoch, stream, samples)
                        ORDER BY device, epoch, stream
                        ON CONFLICT (device_id, epoch, stream) DO UPDATE SET stored = l.stored + excluded.stored""")
                .bindArray("devices", DeviceId.class, column(counts, LedgerCount::device))
                .bindArray("epochs", Long.class, column(counts, LedgerCount::epoch))
                .bindArray("streams", StreamName.class, column(counts, LedgerCount::stream))
                .bindArray("samples", Long.class, column(counts, LedgerCount::samples))
                .execute();
    }

    private static <T> List<T> column(List<LedgerCount> counts, Function<LedgerCount, T> value) {
        return counts.stream().map(value).toList();
    }

    /** How many acknowledged samples the hub lacks in all. An account that has more than it should makes up for no other. */
    long gap(Handle handle) {
        return handle.createQuery("SELECT coalesce(sum(greatest(acknowledged - stored, 0)), 0) FROM ledger")
                .mapTo(Long.class)
                .one();
    }

    /** How many samples the hub has stored in all. */
    long stored(Handle handle) {
        return handle.createQuery("SELECT coalesce(sum(stored), 0) FROM ledger")
                .mapTo(Long.class)
                .one();
    }

    /** The accounts of these devices, by device. */
    Map<String, List<LedgerAccount>> of(Handle handle, Collection<DeviceId> devices) {
        return handle
                .createQuery("SELECT * FROM ledger WHERE device_id = ANY(:devices) ORDER BY stream, epoch")
                .bindArray("devices", DeviceId.class, List.copyOf(devices))
                .map((row, _) -> Map.entry(row.getString("device_id"), account(row)))
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    }

    private LedgerAccount account(ResultSet row) throws SQLException {
        Map<EvictionReason, Long> evicted = new EnumMap<>(EvictionReason.class);
        json.readMap(row.getString("evicted"), Long.class)
                .forEach((reason, samples) -> evicted.put(EvictionReason.valueOf(reason), samples));
        return LedgerAccount.of(
                row.getString("stream"),
                row.getLong("epoch"),
                row.getLong("captured"),
                row.getLong("acknowledged"),
                row.getLong("queued"),
                evicted,
                row.getLong("stored"));
    }
}
