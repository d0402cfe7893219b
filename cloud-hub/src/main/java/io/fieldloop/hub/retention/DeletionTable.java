package io.fieldloop.hub.retention;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summarizingLong;

import io.fieldloop.hub.samples.DeletedSample;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of deletions, within the transaction of its handle. */
final class DeletionTable {
    private final Handle handle;

    DeletionTable(Handle handle) {
        this.handle = handle;
    }

    /** Waits until no snapshot is being taken, and lets none begin before the end of the transaction. */
    void awaitSnapshots() {
        handle.execute("LOCK TABLE deletion IN ROW EXCLUSIVE MODE");
    }

    void insertRequest(UUID id, DeletionScope scope, String note, String by, Instant now) {
        handle.createUpdate("""
                        INSERT INTO deletion (id, kind, by, note, device_id, stream, from_at, until_at, created_at)
                        VALUES (:id, 'request', :by, :note, :device, :stream, :from, :until, :now)""")
                .bind("id", id)
                .bind("by", by)
                .bind("note", note)
                .bindByType("device", scope.device(), DeviceId.class)
                .bindByType("stream", scope.stream(), StreamName.class)
                .bind("from", scope.from())
                .bind("until", scope.until())
                .bind("now", now)
                .execute();
    }

    void insertByPolicy(UUID id, Instant now) {
        handle.createUpdate("""
                        INSERT INTO deletion (id, kind, by, note, created_at) VALUES (:id, 'policy', 'hub', '', :now)""").bind("id", id).bind("now", now).execute();
    }

    /** The deletion by policy that has not ended. */
    Optional<UUID> unfinishedByPolicy() {
        return handle.createQuery(
                        "SELECT id FROM deletion WHERE ended_at IS NULL AND kind = 'policy' ORDER BY id LIMIT 1")
                .mapTo(UUID.class)
                .findOne();
    }

    /** The first request that is not carried out. */
    Optional<Unfinished> unfinishedRequest() {
        return handle.createQuery(
                        "SELECT * FROM deletion WHERE ended_at IS NULL AND kind = 'request' ORDER BY id LIMIT 1")
                .map((row, _) -> new Unfinished(row.getObject("id", UUID.class), scope(row)))
                .findOne();
    }

    private static DeletionScope scope(ResultSet row) throws SQLException {
        String device = row.getString("device_id");
        String stream = row.getString("stream");
        return new DeletionScope(
                device == null ? null : new DeviceId(device),
                stream == null ? null : new StreamName(stream),
                row.getTimestamp("from_at").toInstant(),
                row.getTimestamp("until_at").toInstant());
    }

    /** Counts what is deleted. */
    void count(UUID id, Reason reason, List<DeletedSample> deleted) {
        Map<String, LongSummaryStatistics> byStream =
                deleted.stream().collect(groupingBy(DeletedSample::stream, summarizingLong(DeletedSample::sizeBytes)));
        byStream.forEach((stream, sizes) -> handle.createUpdate("""
                        INSERT INTO deletion_count AS before (deletion, stream, reason, samples, size_bytes)
                        VALUES (:id, :stream, :reason, :samples, :size)
                        ON CONFLICT (deletion, stream, reason) DO UPDATE SET
                            samples = before.samples + excluded.samples,
                            size_bytes = before.size_bytes + excluded.size_bytes""")
                .bind("id", id)
                .bind("stream", stream)
                .bind("reason", reason.word())
                .bind("samples", sizes.getCount())
                .bind("size", sizes.getSum())
                .execute());
    }

    void end(UUID id, Instant now) {
        handle.createUpdate("UPDATE deletion SET ended_at = :now WHERE id = :id")
                .bind("id", id)
                .bind("now", now)
                .execute();
    }

    Optional<Deletion> find(UUID id) {
        return handle.createQuery("SELECT * FROM deletion WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> deletion(row))
                .findOne();
    }

    /** Those before one, or the newest, newest first. */
    List<Deletion> before(@Nullable UUID id, int limit) {
        return handle.createQuery("""
                        SELECT * FROM deletion WHERE :before::uuid IS NULL OR id < :before::uuid
                        ORDER BY id DESC LIMIT :limit""")
                .bind("before", id)
                .bind("limit", limit)
                .map((row, _) -> deletion(row))
                .list();
    }

    private Deletion deletion(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new Deletion(
                id,
                row.getString("kind"),
                row.getString("by"),
                row.getString("note"),
                row.getString("device_id"),
                row.getString("stream"),
                instant(row, "from_at"),
                instant(row, "until_at"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "ended_at"),
                counts(id));
    }

    private List<Deletion.Count> counts(UUID id) {
        return handle.createQuery("SELECT * FROM deletion_count WHERE deletion = :id ORDER BY stream, reason")
                .bind("id", id)
                .map((row, _) -> new Deletion.Count(
                        row.getString("stream"),
                        Reason.of(row.getString("reason")),
                        row.getLong("samples"),
                        row.getLong("size_bytes")))
                .list();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    /** A request that is not carried out yet, or not to its end. */
    record Unfinished(UUID id, DeletionScope scope) {}
}
