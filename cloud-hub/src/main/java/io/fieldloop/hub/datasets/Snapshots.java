package io.fieldloop.hub.datasets;

import io.fieldloop.hub.database.BytesArray;
import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.datasets.Snapshot.Refusal;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Audit;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/** Takes snapshots and reads them. Thread-safe. */
@Singleton
public final class Snapshots {
    /** How many refusals a snapshot names. */
    static final int SHOWN_REFUSALS = 100;

    private static final int FETCH = 1_000;

    private final Jdbi jdbi;
    private final JsonColumns json;
    private final InstantSource clock;
    private final Audit audit;

    Snapshots(Jdbi jdbi, JsonColumns json, InstantSource clock, Audit audit) {
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Freezes a dataset. The same content, seed and share give the snapshot that is there already.
     *
     * @throws ProblemException if there is no such dataset or it has no item
     */
    Snapshot take(String dataset, Split split, String by) {
        Sha256 id = jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, transaction -> {
            // No sample is deleted from before its first look until its items are there, which keep them.
            transaction.execute("LOCK TABLE deletion IN SHARE MODE");
            var candidates = new Candidates(transaction, dataset);
            try (var draft = new SnapshotDraft(transaction, dataset, split)) {
                candidates.forEach(FETCH, draft::add);
                Sha256 taken = store(transaction, dataset, split, draft);
                audit.record(transaction, by, "snapshot.take", taken.hex());
                return taken;
            }
        });
        return require(id);
    }

    private Sha256 store(Handle transaction, String dataset, Split split, SnapshotDraft draft) {
        if (draft.size() == 0) {
            throw ProblemException.conflict(
                    "dataset %s has no item yet; label samples of its model or import images".formatted(dataset));
        }
        Sha256 id = draft.finish();
        int inserted = transaction
                .createUpdate("""
                        INSERT INTO snapshot (id, dataset, seed, test_share, size, refused, created_at)
                        VALUES (:id, :dataset, :seed, :share, :size, CAST(:refused AS jsonb), :at)
                        ON CONFLICT (id) DO NOTHING
                        """)
                .bind("id", id)
                .bind("dataset", dataset)
                .bind("seed", split.seed())
                .bind("share", split.testShare())
                .bind("size", draft.size())
                .bind("refused", json.text(draft.refused()))
                .bind("at", clock.instant().truncatedTo(ChronoUnit.MICROS))
                .execute();
        if (inserted == 1) {
            draft.moveInto(id);
        }
        return id;
    }

    /**
     * A snapshot.
     *
     * @throws ProblemException if there is none
     */
    public Snapshot require(Sha256 id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM snapshot WHERE id = :id")
                        .bind("id", id)
                        .map((row, _) -> snapshot(handle, row))
                        .findOne())
                .orElseThrow(() -> ProblemException.notFound("snapshot", id));
    }

    /** The snapshots of a dataset, the newest first. */
    List<Snapshot> of(String dataset, @Nullable Position before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM snapshot WHERE dataset = :dataset
                            AND (CAST(:at AS timestamptz) IS NULL OR (created_at, id) < (:at, :id))
                        ORDER BY created_at DESC, id DESC LIMIT :limit
                        """)
                .bind("dataset", dataset)
                .bindByType("at", before == null ? null : before.at(), Instant.class)
                .bindByType("id", before == null ? null : before.id(), Sha256.class)
                .bind("limit", limit)
                .map((row, _) -> snapshot(handle, row))
                .list());
    }

    /** Items of a snapshot in the order of their media, those after {@code after}. */
    List<SnapshotItem> items(Sha256 id, Optional<Sha256> after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM snapshot_item WHERE snapshot = :id AND (CAST(:after AS bytea) IS NULL OR media > :after)
                        ORDER BY media LIMIT :limit
                        """)
                .bind("id", id)
                .bindByType("after", after.orElse(null), Sha256.class)
                .bind("limit", limit)
                .map((row, _) -> item(row))
                .list());
    }

    /**
     * Every item of one side whose content is there, in the order of their media; read page by page, so no transaction stays
     * open.
     */
    public void forEach(Sha256 id, Split.Side side, Consumer<SnapshotItem> action) {
        Optional<Sha256> after = Optional.empty();
        List<SnapshotItem> page;
        do {
            page = items(id, after, FETCH);
            page.stream()
                    .filter(item -> item.side() == side && !item.isErased())
                    .forEach(action);
            after = page.isEmpty() ? after : Optional.of(page.getLast().media());
        } while (page.size() == FETCH);
    }

    /**
     * Marks the items of all snapshots with these contents as erased, but those whose content another sample or an imported
     * image has as well. Nothing else of a snapshot changes, so that its id stays true.
     */
    public void erase(Handle transaction, Collection<Sha256> media) {
        transaction
                .createUpdate("""
                        UPDATE snapshot_item AS item SET erased_at = :now
                        WHERE media = ANY(:media) AND erased_at IS NULL
                            AND NOT EXISTS (SELECT FROM sample WHERE sample.media = item.media)
                            AND NOT EXISTS (SELECT FROM dataset_image AS image WHERE image.media = item.media)""")
                .bind("now", clock.instant())
                .bind("media", BytesArray.ofDigests(media))
                .execute();
    }

    private static SnapshotItem item(ResultSet row) throws SQLException {
        return new SnapshotItem(
                Sha256.ofDigest(row.getBytes("media")),
                row.getString("class"),
                Origin.of(row.getString("origin")),
                Split.Side.of(row.getString("side")),
                row.getTimestamp("erased_at") != null);
    }

    private Snapshot snapshot(Handle handle, ResultSet row) throws SQLException {
        Sha256 id = Sha256.ofDigest(row.getBytes("id"));
        return new Snapshot(
                id.hex(),
                row.getString("dataset"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getInt("size"),
                row.getLong("seed"),
                row.getBigDecimal("test_share"),
                parts(handle, id),
                classes(handle, id),
                json.readList(row.getString("refused"), Refusal.class));
    }

    private static List<Snapshot.Part> parts(Handle handle, Sha256 id) {
        return handle.createQuery("""
                        SELECT origin, side, count(*) AS count FROM snapshot_item WHERE snapshot = :id
                        GROUP BY origin, side ORDER BY origin, side DESC
                        """)
                .bind("id", id)
                .map((row, _) -> new Snapshot.Part(row.getString("origin"), row.getString("side"), row.getInt("count")))
                .list();
    }

    private static Map<String, Integer> classes(Handle handle, Sha256 id) {
        Map<String, Integer> classes = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT class, count(*) AS count FROM snapshot_item WHERE snapshot = :id
                        GROUP BY class ORDER BY class
                        """)
                .bind("id", id)
                .map((row, _) -> classes.put(row.getString("class"), row.getInt("count")))
                .list();
        return classes;
    }

    /** Where a page of snapshots ended. */
    record Position(Instant at, Sha256 id) {}
}
