package io.fieldloop.hub.devices;

import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.devices.Device.Served;
import io.fieldloop.hub.devices.Device.State;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.Vitals;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of devices. */
@Singleton
class DeviceTable {
    private static final String IS_STATE = """
            CASE :state WHEN 'new' THEN online IS NULL WHEN 'online' THEN online WHEN 'offline' THEN NOT online END""";

    private final JsonColumns json;
    private final LedgerTable ledgers;

    DeviceTable(JsonColumns json, LedgerTable ledgers) {
        this.json = json;
        this.ledgers = ledgers;
    }

    /** Devices that match, after one, by id. */
    List<Device> list(Handle handle, DeviceQuery query, @Nullable String after, int limit) {
        List<Row> rows = handle.createQuery("""
                        SELECT * FROM device
                        WHERE labels @> :labels::jsonb
                          AND (:state::text IS NULL OR %s)
                          AND (:part::text IS NULL OR position(:part IN id) > 0)
                          AND (:placement::text IS NULL OR serving @> :placement::jsonb)
                          AND (:after::text IS NULL OR id > :after)
                        ORDER BY id LIMIT :limit""".formatted(IS_STATE))
                .bind("labels", json.text(query.selector().labels()))
                .bind("state", query.state())
                .bind("part", query.part())
                .bind("placement", query.placement() == null ? null : served(query.placement()))
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> row(row))
                .list();
        return withLedgers(handle, rows);
    }

    /** A list that contains something served of this standing. */
    private String served(String standing) {
        return json.text(List.of(Map.of("placement", Map.of("standing", standing))));
    }

    /** These devices, in any order. */
    List<Device> find(Handle handle, Collection<DeviceId> ids) {
        List<Row> rows = handle.createQuery("SELECT * FROM device WHERE id = ANY(:ids)")
                .bindArray("ids", DeviceId.class, List.copyOf(ids))
                .map((row, _) -> row(row))
                .list();
        return withLedgers(handle, rows);
    }

    private List<Device> withLedgers(Handle handle, List<Row> rows) {
        var accounts =
                ledgers.of(handle, rows.stream().map(r -> new DeviceId(r.id())).toList());
        return rows.stream()
                .map(r -> r.device(LedgerSum.of(accounts.getOrDefault(r.id(), List.of()))))
                .toList();
    }

    List<DeviceId> matching(Handle handle, Selector selector) {
        return handle.createQuery("SELECT id FROM device WHERE labels @> :labels::jsonb ORDER BY id")
                .bind("labels", json.text(selector.labels()))
                .mapTo(DeviceId.class)
                .list();
    }

    /** Which of these are known. */
    List<DeviceId> known(Handle handle, Collection<DeviceId> ids) {
        return handle.createQuery("SELECT id FROM device WHERE id = ANY(:ids)")
                .bindArray("ids", DeviceId.class, List.copyOf(ids))
                .mapTo(DeviceId.class)
                .list();
    }

    /** Makes a device, or gives one that enrols again its new labels. */
    void enrol(Handle handle, DeviceId id, Map<String, String> labels, Instant now) {
        handle.createUpdate("""
                        INSERT INTO device (id, labels, enrolled_at) VALUES (:id, :labels::jsonb, :now)
                        ON CONFLICT (id) DO UPDATE SET
                            labels = excluded.labels,
                            enrolled_at = excluded.enrolled_at,
                            revision = device.revision + 1""")
                .bind("id", id)
                .bind("labels", json.text(labels))
                .bind("now", now)
                .execute();
    }

    /** How often what people may change of a device has been changed. */
    Optional<Long> revision(Handle handle, DeviceId id) {
        return handle.createQuery("SELECT revision FROM device WHERE id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne();
    }

    /** Changes the labels of a device that is still at this revision. False if it is not. */
    boolean relabel(Handle handle, DeviceId id, Map<String, String> labels, long revision) {
        return handle.createUpdate("""
                                UPDATE device SET labels = :labels::jsonb, revision = revision + 1
                                WHERE id = :id AND revision = :revision""")
                        .bind("id", id)
                        .bind("labels", json.text(labels))
                        .bind("revision", revision)
                        .execute()
                == 1;
    }

    DeviceCounts counts(Handle handle) {
        return handle.createQuery("""
                        SELECT count(*) FILTER (WHERE online) AS online,
                               count(*) FILTER (WHERE NOT online) AS offline,
                               count(*) FILTER (WHERE online IS NULL) AS fresh
                        FROM device""")
                .map((row, _) -> new DeviceCounts(row.getLong("online"), row.getLong("offline"), row.getLong("fresh")))
                .one();
    }

    private Row row(ResultSet row) throws SQLException {
        String vitals = row.getString("vitals");
        String system = row.getString("operating_system");
        return new Row(
                row.getString("id"),
                json.readMap(row.getString("labels"), String.class),
                state(row),
                row.getTimestamp("enrolled_at").toInstant(),
                instant(row.getTimestamp("last_seen_at")),
                row.getString("agent_version"),
                system == null ? null : system + " " + row.getString("architecture"),
                List.of((String[]) row.getArray("runtimes").getArray()),
                json.readList(row.getString("serving"), Served.class),
                vitals == null ? null : json.read(vitals, Vitals.class));
    }

    private static State state(ResultSet row) throws SQLException {
        boolean online = row.getBoolean("online");
        if (row.wasNull()) {
            return State.NEW;
        }
        return online ? State.ONLINE : State.OFFLINE;
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    /** A device without its ledger. */
    private record Row(
            String id,
            Map<String, String> labels,
            State state,
            Instant enrolledAt,
            @Nullable Instant lastSeenAt,
            @Nullable String agentVersion,
            @Nullable String platform,
            List<String> runtimes,
            List<Served> serving,
            @Nullable Vitals vitals) {
        Device device(@Nullable LedgerSum ledger) {
            return new Device(
                    id,
                    labels,
                    state,
                    enrolledAt,
                    lastSeenAt,
                    agentVersion,
                    platform,
                    runtimes,
                    serving,
                    vitals,
                    ledger);
        }
    }
}
