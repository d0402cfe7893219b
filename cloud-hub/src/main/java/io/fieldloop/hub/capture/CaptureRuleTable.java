package io.fieldloop.hub.capture;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.CaptureRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The capture rules of devices, within the transaction of its handle. */
public final class CaptureRuleTable {
    private final Handle handle;

    /** Works with {@code handle}. */
    public CaptureRuleTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * What these devices shall capture; those that are absent, what their configuration says. What nothing is said of does not stand
     * in it: a device reads it as it reads its configuration, where a key has a value.
     */
    public Map<DeviceId, CaptureRules> wanted(Collection<DeviceId> devices) {
        Map<DeviceId, CaptureRules> wanted = new HashMap<>();
        handle.createQuery("""
                        SELECT device_id, revision, jsonb_strip_nulls(document) AS document FROM capture_rules
                        WHERE device_id = ANY(:devices) AND document IS NOT NULL""")
                .bindArray("devices", DeviceId.class, List.copyOf(devices))
                .map((row, _) -> wanted.put(
                        new DeviceId(row.getString("device_id")),
                        new CaptureRules(row.getLong("revision"), row.getString("document"))))
                .list();
        return wanted;
    }

    /** Keeps others from changing what these devices capture; gives those that there are, by id. */
    List<DeviceId> lock(Collection<DeviceId> devices) {
        return handle.createQuery("SELECT id FROM device WHERE id = ANY(:devices) ORDER BY id FOR NO KEY UPDATE")
                .bindArray("devices", DeviceId.class, List.copyOf(devices))
                .mapTo(DeviceId.class)
                .list();
    }

    /** What is known of a device; empty if there is no such device. */
    Optional<Row> find(DeviceId device) {
        return handle.createQuery("""
                        SELECT coalesce(r.revision, 0) AS revision, r.document, r.set_by, r.set_at, d.capture, d.capturing
                        FROM device d LEFT JOIN capture_rules r ON r.device_id = d.id WHERE d.id = :device""")
                .bind("device", device)
                .map((row, _) -> Row.of(row))
                .findOne();
    }

    /** Changes what devices that are locked shall capture. */
    void put(Collection<DeviceId> devices, @Nullable String document, String by, Instant now) {
        handle.createUpdate("""
                        INSERT INTO capture_rules AS r (device_id, revision, document, set_by, set_at)
                        SELECT device, 1, :document::jsonb, :by, :now FROM unnest(:devices) AS device
                        ON CONFLICT (device_id) DO UPDATE SET revision = r.revision + 1,
                            document = excluded.document, set_by = excluded.set_by, set_at = excluded.set_at""")
                .bindArray("devices", DeviceId.class, List.copyOf(devices))
                .bind("document", document)
                .bind("by", by)
                .bind("now", now)
                .execute();
    }

    /** What is known of one device, its documents as JSON. */
    record Row(
            long revision,
            @Nullable String document,
            @Nullable String by,
            @Nullable Instant at,
            @Nullable String answer,
            String capturing) {
        private static Row of(ResultSet row) throws SQLException {
            Timestamp at = row.getTimestamp("set_at");
            return new Row(
                    row.getLong("revision"),
                    row.getString("document"),
                    row.getString("set_by"),
                    at == null ? null : at.toInstant(),
                    row.getString("capture"),
                    row.getString("capturing"));
        }
    }
}
