package io.fieldloop.hub.labelling;

import io.fieldloop.protocol.ModelName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tasks and the history of their labels. Every method works within the transaction of its handle. */
final class TaskTable {
    private final Handle handle;

    TaskTable(Handle handle) {
        this.handle = handle;
    }

    /** Leases the most valuable tasks that nobody has; passes over those that another transaction is leasing. */
    List<UUID> claim(ModelName model, int count, String by, Instant now, Instant until) {
        return handle
                .createQuery("""
                        UPDATE labelling_task SET claimed_by = :by, claimed_until = :until
                        WHERE id IN (
                            SELECT id FROM labelling_task
                            WHERE model = :model AND state = 'open' AND (claimed_until IS NULL OR claimed_until <= :now)
                            ORDER BY value DESC, id LIMIT :count FOR UPDATE SKIP LOCKED)
                        RETURNING id, value
                        """)
                .bind("model", model)
                .bind("count", count)
                .bind("by", by)
                .bind("now", now)
                .bind("until", until)
                .map((row, _) -> new Claimed(row.getObject("id", UUID.class), row.getDouble("value")))
                .stream()
                .sorted()
                .map(Claimed::id)
                .toList();
    }

    /** The task, locked until the transaction ends. */
    Optional<TaskRow> lock(UUID id) {
        return handle.createQuery("SELECT * FROM labelling_task WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, _) -> TaskRow.read(row))
                .findOne();
    }

    void label(UUID id, String className, int guideVersion, String by, Instant at) {
        settle(id, "labelled", className, null, guideVersion, by, at);
    }

    void skip(UUID id, String reason, String by, Instant at) {
        settle(id, "skipped", null, reason, null, by, at);
    }

    private void settle(
            UUID id,
            String state,
            @Nullable String className,
            @Nullable String reason,
            @Nullable Integer guideVersion,
            String by,
            Instant at) {
        handle.createUpdate("""
                        UPDATE labelling_task SET state = :state, class = :class, skip_reason = :reason,
                            guide_version = :guide, settled_by = :by, settled_at = :at,
                            claimed_by = NULL, claimed_until = NULL
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bind("state", state)
                .bind("class", className)
                .bind("reason", reason)
                .bind("guide", guideVersion)
                .bind("by", by)
                .bind("at", at)
                .execute();
        remember(id, state, className, reason, guideVersion, by, at);
    }

    /** Opens the task again, leased to the one who undid it. */
    void undo(UUID id, String by, Instant at, Instant until) {
        handle.createUpdate("""
                        UPDATE labelling_task SET state = 'open', class = NULL, skip_reason = NULL, guide_version = NULL,
                            settled_by = NULL, settled_at = NULL, claimed_by = :by, claimed_until = :until
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bind("by", by)
                .bind("until", until)
                .execute();
        remember(id, "undone", null, null, null, by, at);
    }

    private void remember(
            UUID id,
            String action,
            @Nullable String className,
            @Nullable String reason,
            @Nullable Integer guideVersion,
            String by,
            Instant at) {
        handle.createUpdate("""
                        INSERT INTO labelling_change (task, action, class, reason, guide_version, by, at)
                        VALUES (:task, :action, :class, :reason, :guide, :by, :at)
                        """)
                .bind("task", id)
                .bind("action", action)
                .bind("class", className)
                .bind("reason", reason)
                .bind("guide", guideVersion)
                .bind("by", by)
                .bind("at", at)
                .execute();
    }

    TaskSummary summary(ModelName model, Instant now) {
        return handle.createQuery("""
                        SELECT count(*) FILTER (WHERE state = 'open') AS open,
                            count(*) FILTER (WHERE state = 'labelled') AS labelled,
                            count(*) FILTER (WHERE state = 'skipped') AS skipped,
                            (SELECT count(*) FROM labelling_task
                                WHERE model = :model AND state = 'open' AND claimed_until > :now) AS claimed
                        FROM labelling_task WHERE model = :model
                        """)
                .bind("model", model)
                .bind("now", now)
                .map((row, _) -> new TaskSummary(
                        row.getLong("open") - row.getLong("claimed"),
                        row.getLong("claimed"),
                        row.getLong("labelled"),
                        row.getLong("skipped")))
                .one();
    }

    /** The most valuable first. */
    private record Claimed(UUID id, double value) implements Comparable<Claimed> {
        @Override
        public int compareTo(Claimed other) {
            int byValue = Double.compare(other.value, value);
            return byValue != 0 ? byValue : id.toString().compareTo(other.id.toString());
        }
    }

    /**
     * A task as its table has it.
     *
     * @param claim absent while nobody ever claimed it, or once it is settled
     * @param settled present exactly when it is labelled or skipped
     */
    record TaskRow(UUID id, ModelName model, Optional<Claim> claim, Optional<Settled> settled) {
        static TaskRow read(ResultSet row) throws SQLException {
            String claimedBy = row.getString("claimed_by");
            String settledBy = row.getString("settled_by");
            return new TaskRow(
                    row.getObject("id", UUID.class),
                    new ModelName(row.getString("model")),
                    claimedBy == null
                            ? Optional.empty()
                            : Optional.of(new Claim(
                                    claimedBy,
                                    row.getObject("claimed_until", OffsetDateTime.class)
                                            .toInstant())),
                    settledBy == null
                            ? Optional.empty()
                            : Optional.of(new Settled(
                                    settledBy,
                                    Optional.ofNullable(row.getString("class")),
                                    Optional.ofNullable(row.getObject("guide_version", Integer.class)))));
        }
    }

    /** Who leased a task, and until when. */
    record Claim(String by, Instant until) {}

    /**
     * Who settled a task, and how.
     *
     * @param className empty if it was skipped
     */
    record Settled(String by, Optional<String> className, Optional<Integer> guideVersion) {}
}
