package io.fieldloop.hub.retention;

import io.fieldloop.hub.retention.DeletionForecast.Held;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What becomes of everything else when samples go, within a transaction. */
final class Aftereffects {
    private final Handle handle;
    private final DeletionScope scope;
    private final SelectedSamples samples;

    Aftereffects(Handle transaction, DeletionScope scope) {
        this.handle = transaction;
        this.scope = scope;
        this.samples = new SelectedSamples(transaction, scope.part().goes());
    }

    long labelled() {
        return samples.query("SELECT count(*) FROM sample WHERE %s AND label_state = 'labelled'")
                .mapTo(Long.class)
                .one();
    }

    List<Held> snapshots() {
        return samples.query("""
                        SELECT snapshot.dataset, encode(snapshot.id, 'hex') AS id, count(*) AS items,
                            ARRAY(SELECT model || '@' || version FROM model_version
                                WHERE model_version.snapshot = snapshot.id ORDER BY model, version) AS versions
                        FROM snapshot JOIN snapshot_item AS item ON item.snapshot = snapshot.id
                        WHERE item.erased_at IS NULL AND item.media IN (SELECT media FROM sample WHERE %s)
                        GROUP BY snapshot.id ORDER BY snapshot.dataset, snapshot.created_at""")
                .map((row, _) ->
                        new Held(row.getString("dataset"), row.getString("id"), row.getLong("items"), List.of((String[])
                                row.getArray("versions").getArray())))
                .list();
    }

    long goldenSamples() {
        return samples.query("""
                        SELECT count(DISTINCT sha256) FROM package_file
                        WHERE sha256 IN (SELECT media FROM sample WHERE %s)""").mapTo(Long.class).one();
    }

    /** By the last that the devices said. */
    long onDevices() {
        return handle.createQuery("""
                        SELECT coalesce(sum(queued), 0)::bigint FROM ledger
                        WHERE (:device::text IS NULL OR device_id = :device)
                            AND (:stream::text IS NULL OR stream = :stream)""")
                .bindByType("device", scope.device(), DeviceId.class)
                .bindByType("stream", scope.stream(), StreamName.class)
                .mapTo(Long.class)
                .one();
    }
}
