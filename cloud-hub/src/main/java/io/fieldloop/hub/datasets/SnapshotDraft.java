package io.fieldloop.hub.datasets;

import io.fieldloop.hub.datasets.Candidates.Candidate;
import io.fieldloop.hub.datasets.Snapshot.Refusal;
import io.fieldloop.protocol.Sha256;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * A snapshot while it is taken. Its id is known only after the last item, so the items wait in a table of the transaction;
 * memory stays bounded however many there are.
 */
final class SnapshotDraft implements AutoCloseable {
    private static final int BATCH = 1_000;

    private final Handle handle;
    private final Split split;
    private final SnapshotIdentity identity;
    private final PreparedBatch batch;
    private final List<Refusal> refused = new ArrayList<>();
    private int size;

    SnapshotDraft(Handle transaction, String dataset, Split split) {
        this.handle = transaction;
        this.split = split;
        this.identity = new SnapshotIdentity(dataset, split);
        handle.execute(
                "CREATE TEMPORARY TABLE snapshot_draft (media bytea, class text, origin text, side text) ON COMMIT DROP");
        this.batch = handle.prepareBatch("INSERT INTO snapshot_draft VALUES (:media, :class, :origin, :side)");
    }

    /** Adds the next image, unless people do not agree on what it shows. */
    void add(Candidate candidate) {
        if (candidate.classes().size() > 1) {
            refuse(candidate);
            return;
        }
        String className = candidate.classes().getFirst();
        identity.add(candidate.media(), className, candidate.origin(), candidate.isUnbiased());
        batch.bind("media", candidate.media())
                .bind("class", className)
                .bind("origin", candidate.origin().word())
                .bind(
                        "side",
                        split.sideOf(candidate.media(), candidate.isUnbiased()).word())
                .add();
        size++;
        if (batch.size() == BATCH) {
            batch.execute();
        }
    }

    private void refuse(Candidate candidate) {
        if (refused.size() < Snapshots.SHOWN_REFUSALS) {
            refused.add(new Refusal(
                    candidate.media().hex(), "labelled as " + String.join(" and as ", candidate.classes())));
        }
    }

    int size() {
        return size;
    }

    List<Refusal> refused() {
        return List.copyOf(refused);
    }

    /** The id; nothing can be added after it. */
    Sha256 finish() {
        batch.execute();
        return identity.finish();
    }

    /** Moves the items to a snapshot that is stored. */
    void moveInto(Sha256 id) {
        handle.createUpdate("INSERT INTO snapshot_item SELECT :id, media, class, origin, side FROM snapshot_draft")
                .bind("id", id)
                .execute();
    }

    @Override
    public void close() {
        batch.close();
    }
}
