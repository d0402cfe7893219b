package io.fieldloop.hub.behaviour;

import io.fieldloop.hub.database.JsonColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The alerts, within the transaction of its handle. */
record AlertTable(Handle handle, JsonColumns json) {
    /** Whose alerts last. */
    List<Subject> open() {
        return handle.createQuery("SELECT * FROM drift_alert WHERE cleared_at IS NULL")
                .map((row, _) -> Subject.of(row))
                .list();
    }

    /** The alert of a subject that lasts; empty if there is none. */
    Optional<UUID> open(Subject subject) {
        return handle.createQuery("""
                        SELECT id FROM drift_alert WHERE cleared_at IS NULL
                            AND device_id = :device AND stream = :stream AND model = :model AND version = :version""")
                .bind("device", subject.device())
                .bind("stream", subject.stream())
                .bind("model", subject.version().model())
                .bind("version", subject.version().version())
                .mapTo(UUID.class)
                .findOne();
    }

    void raise(UUID id, Subject subject, Profile profile, Divergence divergence, Instant now) {
        handle.createUpdate("""
                        INSERT INTO drift_alert (id, device_id, stream, model, version, profile, divergence, raised_at)
                        VALUES (:id, :device, :stream, :model, :version, :profile, :divergence::jsonb, :now)""")
                .bind("id", id)
                .bind("device", subject.device())
                .bind("stream", subject.stream())
                .bind("model", subject.version().model())
                .bind("version", subject.version().version())
                .bind("profile", profile.source().word())
                .bind("divergence", json.text(divergence))
                .bind("now", now)
                .execute();
    }

    /** The alert lasts. */
    void renew(UUID id, Profile profile, Divergence divergence) {
        handle.createUpdate("UPDATE drift_alert SET profile = :profile, divergence = :divergence::jsonb WHERE id = :id")
                .bind("id", id)
                .bind("profile", profile.source().word())
                .bind("divergence", json.text(divergence))
                .execute();
    }

    void clear(UUID id, Instant now) {
        handle.createUpdate("UPDATE drift_alert SET cleared_at = :now WHERE id = :id")
                .bind("id", id)
                .bind("now", now)
                .execute();
    }

    DriftAlert get(UUID id) {
        return handle.createQuery("SELECT * FROM drift_alert WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> read(row))
                .one();
    }

    /** Alerts that match, the newest first. */
    List<DriftAlert> list(AlertQuery query, @Nullable UUID before, int limit) {
        return handle.createQuery("""
                        SELECT * FROM drift_alert
                        WHERE (:device::text IS NULL OR device_id = :device)
                          AND (:model::text IS NULL OR model = :model)
                          AND (:version::integer IS NULL OR version = :version::integer)
                          AND (:open::boolean IS NULL OR (cleared_at IS NULL) = :open::boolean)
                          AND (:before::uuid IS NULL OR id < :before::uuid)
                        ORDER BY id DESC LIMIT :limit""")
                .bind("device", query.device())
                .bind("model", query.model())
                .bind("version", query.version())
                .bind("open", query.open())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list();
    }

    private DriftAlert read(ResultSet row) throws SQLException {
        Timestamp cleared = row.getTimestamp("cleared_at");
        return new DriftAlert(
                row.getObject("id", UUID.class),
                row.getString("device_id"),
                row.getString("stream"),
                row.getString("model"),
                row.getInt("version"),
                row.getString("profile"),
                json.read(row.getString("divergence"), Divergence.class),
                row.getTimestamp("raised_at").toInstant(),
                cleared == null ? null : cleared.toInstant());
    }

    /** Which alerts are asked for; null for any. */
    record AlertQuery(
            @Nullable String device,
            @Nullable String model,
            @Nullable Integer version,
            @Nullable Boolean open) {}
}
