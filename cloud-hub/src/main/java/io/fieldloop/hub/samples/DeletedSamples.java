package io.fieldloop.hub.samples;

import io.fieldloop.hub.database.Rows;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The numbers of deleted samples, within the transaction of its handle. Number n is kept as the range from n - 1 to n, so that
 * neighbours melt into one range and the greatest number fits as well.
 */
final class DeletedSamples {
    private final Handle handle;

    DeletedSamples(Handle handle) {
        this.handle = handle;
    }

    /** Those of these samples that have the number of one that was deleted before. */
    List<UUID> among(Collection<UUID> ids) {
        return handle.createQuery("""
                        SELECT sample.id
                        FROM sample JOIN deleted_sample AS deleted USING (device_id, epoch, stream)
                        WHERE sample.id = ANY(:ids)
                            AND CASE WHEN sequence <= deleted.last THEN deleted.sequences @> sequence - 1 ELSE false END""")
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .mapTo(UUID.class)
                .list();
    }

    /** Deletes samples and remembers their numbers. */
    List<DeletedSample> delete(Collection<UUID> ids) {
        return handle.createQuery("""
                        WITH gone AS (
                            DELETE FROM sample WHERE id = ANY(:ids)
                            RETURNING device_id, epoch, stream, sequence, media, size_bytes),
                        remembered AS (
                            INSERT INTO deleted_sample AS before (device_id, epoch, stream, last, sequences)
                            SELECT device_id, epoch, stream, max(sequence),
                                range_agg(int8range(sequence - 1, sequence))
                            FROM gone GROUP BY device_id, epoch, stream ORDER BY device_id, epoch, stream
                            ON CONFLICT (device_id, epoch, stream) DO UPDATE SET
                                last = greatest(before.last, excluded.last),
                                sequences = before.sequences + excluded.sequences)
                        SELECT stream, media, size_bytes FROM gone""")
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .map(Rows.of(DeletedSample.class))
                .list();
    }
}
