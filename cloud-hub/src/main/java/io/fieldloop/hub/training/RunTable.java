package io.fieldloop.hub.training;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Runs. Every method works within the transaction of its handle, or in one of its own if there is none. */
final class RunTable {
    private final Handle handle;

    RunTable(Handle handle) {
        this.handle = handle;
    }

    void insert(RunRow run, Instant at) {
        handle.createUpdate("""
                        INSERT INTO run (id, kind, model, version, snapshot, seed, state, created_at)
                        VALUES (:id, :kind, :model, :version, :snapshot, :seed, 'queued', :at)
                        """)
                .bind("id", run.id())
                .bind("kind", run.kind().word())
                .bind("model", run.model().model())
                .bind("version", run.model().version())
                .bind("snapshot", run.snapshot())
                .bind("seed", run.seed())
                .bind("at", at)
                .execute();
    }

    Optional<RunRow> find(UUID id) {
        return handle.createQuery("SELECT * FROM run WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> RunRow.read(row))
                .findOne();
    }

    /** The newest first. */
    List<RunRow> list(@Nullable UUID before, int limit) {
        return handle.createQuery("""
                        SELECT * FROM run WHERE CAST(:before AS uuid) IS NULL OR id < CAST(:before AS uuid)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .bindByType("before", before, UUID.class)
                .bind("limit", limit)
                .map((row, _) -> RunRow.read(row))
                .list();
    }

    /** Runs that have not ended, the oldest first. */
    List<UUID> unfinished(int limit) {
        return handle.createQuery("SELECT id FROM run WHERE ended_at IS NULL ORDER BY created_at, id LIMIT :limit")
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
    }

    /** Whether this session may work on the run, as it may until {@link #unlock} or its end. */
    boolean tryLock(UUID id) {
        return handle.createQuery("SELECT pg_try_advisory_lock(:key)")
                .bind("key", key(id))
                .mapTo(Boolean.class)
                .one();
    }

    void unlock(UUID id) {
        handle.createQuery("SELECT pg_advisory_unlock(:key)")
                .bind("key", key(id))
                .mapTo(Boolean.class)
                .one();
    }

    private static long key(UUID id) {
        return id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    }

    /** Begins an attempt; empty if the run has ended meanwhile. */
    Optional<RunRow> begin(UUID id, Instant at) {
        return handle.createQuery("""
                        UPDATE run SET state = 'running', attempts = attempts + 1,
                            started_at = coalesce(started_at, :at)
                        WHERE id = :id AND ended_at IS NULL RETURNING *
                        """)
                .bind("id", id)
                .bind("at", at)
                .map((row, _) -> RunRow.read(row))
                .findOne();
    }

    /** Puts down how far the run is, and returns whether somebody asked for its cancellation. */
    boolean advance(UUID id, String step, double progress) {
        return handle.createQuery(
                        "UPDATE run SET step = :step, progress = :progress WHERE id = :id RETURNING cancel_asked")
                .bind("id", id)
                .bind("step", step)
                .bind("progress", progress)
                .mapTo(Boolean.class)
                .one();
    }

    void succeed(UUID id, Optional<Integer> result, Instant at) {
        handle.createUpdate("""
                        UPDATE run SET state = 'succeeded', progress = 1, result_version = :result, ended_at = :at
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bindByType("result", result.orElse(null), Integer.class)
                .bind("at", at)
                .execute();
    }

    void fail(UUID id, String failure, Instant at) {
        handle.createUpdate("UPDATE run SET state = 'failed', failure = :failure, ended_at = :at WHERE id = :id")
                .bind("id", id)
                .bind("failure", failure)
                .bind("at", at)
                .execute();
    }

    void cancelled(UUID id, Instant at) {
        handle.createUpdate("UPDATE run SET state = 'cancelled', ended_at = :at WHERE id = :id")
                .bind("id", id)
                .bind("at", at)
                .execute();
    }

    /** Cancels a run that nobody has begun, and asks whoever works on one that is under way. */
    void askCancel(UUID id, Instant at) {
        handle.createUpdate("""
                        UPDATE run SET cancel_asked = true,
                            state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
                            ended_at = CASE state WHEN 'queued' THEN :at ELSE ended_at END
                        WHERE id = :id AND ended_at IS NULL
                        """).bind("id", id).bind("at", at).execute();
    }
}
