package io.fieldloop.hub.retention;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The samples that a selection means, within the transaction of its handle. */
final class SelectedSamples {
    private final Handle handle;
    private final Selection selection;
    private final int next; // the place of a parameter after those of the selection

    SelectedSamples(Handle handle, Selection selection) {
        this.handle = handle;
        this.selection = selection;
        this.next = selection.values().size();
        handle.execute("SET LOCAL plan_cache_mode = force_custom_plan"); // each selection needs a way of its own
    }

    /** The oldest of those that came after one. */
    List<UUID> after(UUID id, int limit) {
        return query("SELECT id FROM sample WHERE %s AND id > ? ORDER BY id LIMIT ?")
                .bind(next, id)
                .bind(next + 1, limit)
                .mapTo(UUID.class)
                .list();
    }

    /** From here on to the end of the transaction nobody says what these samples show; who is saying it is waited for. */
    void keepLabelsFromChanging(List<UUID> ids) {
        handle.createQuery("SELECT id FROM sample_label WHERE id = ANY(:ids) ORDER BY id FOR UPDATE")
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .list();
    }

    /** Those of these samples that are meant now. */
    List<UUID> among(List<UUID> ids) {
        return query("SELECT id FROM sample WHERE %s AND id = ANY(?)")
                .bindArray(next, UUID.class, ids)
                .mapTo(UUID.class)
                .list();
    }

    /** The newest of which there are so many newer ones. */
    Optional<UUID> beyondCount(long samples) {
        return query("SELECT id FROM sample WHERE %s ORDER BY id DESC LIMIT 1 OFFSET ?")
                .bind(next, samples)
                .mapTo(UUID.class)
                .findOne();
    }

    /** The newest that has, with all newer ones, more bytes than these. */
    Optional<UUID> beyondSize(long sizeBytes) {
        return query("""
                        SELECT id FROM (
                            SELECT id, sum(size_bytes) OVER (ORDER BY id DESC) AS total FROM sample WHERE %s) AS summed
                        WHERE total > ? ORDER BY id DESC LIMIT 1""").bind(next, sizeBytes).mapTo(UUID.class).findOne();
    }

    /** How many there are of each stream. */
    List<Tally> tally(Reason reason) {
        return query("""
                        SELECT stream, count(*) AS samples, sum(size_bytes) AS size_bytes, min(received_at) AS oldest,
                            max(received_at) AS newest
                        FROM sample WHERE %s GROUP BY stream ORDER BY stream""")
                .map((row, _) -> new Tally(
                        row.getString("stream"),
                        reason,
                        row.getLong("samples"),
                        row.getLong("size_bytes"),
                        row.getTimestamp("oldest").toInstant(),
                        row.getTimestamp("newest").toInstant()))
                .list();
    }

    /** A query whose first parameters are those of the selection. */
    Query query(String select) {
        Query query = handle.createQuery(select.formatted(selection.condition()));
        for (int i = 0; i < next; i++) {
            query.bind(i, selection.values().get(i));
        }
        return query;
    }
}
