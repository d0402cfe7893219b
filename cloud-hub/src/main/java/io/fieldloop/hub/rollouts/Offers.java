package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.channel.DesiredRevisions;
import io.fieldloop.protocol.DeviceId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What each device is wanted to serve. Every change of a device's offers counts its revision up, which makes it due to be
 * published. Every method works within the transaction of its handle, in a fixed number of statements however many devices
 * there are.
 */
final class Offers {
    private final Handle handle;

    Offers(Handle handle) {
        this.handle = handle;
    }

    /**
     * Offers the version to every device of the present wave that has no offer yet or rejected its last one. Devices that
     * say they serve the version already are done with it.
     *
     * @return to how many
     */
    int make(RolloutRow rollout, Instant at) {
        List<DeviceId> devices = nextAttempt(rollout, at);
        if (!devices.isEmpty()) {
            DesiredRevisions.count(handle, devices);
            put(rollout, devices);
        }
        return devices.size();
    }

    private List<DeviceId> nextAttempt(RolloutRow rollout, Instant at) {
        return handle.createQuery("""
                        UPDATE rollout_device d
                        SET attempt = attempt + 1, failure = NULL, detail = NULL, updated_at = :at,
                            stage = CASE WHEN EXISTS (SELECT 1 FROM device v WHERE v.id = d.device_id
                                AND v.serving @> jsonb_build_array(
                                    jsonb_build_object('model', CAST(:model AS text), 'version', CAST(:version AS int))))
                                THEN 'SERVING' END
                        WHERE rollout_id = :id AND wave = :wave AND (attempt = 0 OR stage = 'REJECTED')
                        RETURNING device_id
                        """)
                .bind("at", at)
                .bind("model", rollout.model().model())
                .bind("version", rollout.model().version())
                .bind("id", rollout.id())
                .bind("wave", rollout.state().wave())
                .mapTo(DeviceId.class)
                .list();
    }

    private void put(RolloutRow rollout, List<DeviceId> devices) {
        handle.createUpdate("""
                        INSERT INTO desired_offer (device_id, model, version, manifest, rollout_id, attempt)
                        SELECT device_id, :model, :version, :manifest, rollout_id, attempt FROM rollout_device
                        WHERE rollout_id = :id AND device_id = ANY(:devices)
                        ON CONFLICT (device_id, model) DO UPDATE SET version = excluded.version,
                            manifest = excluded.manifest, rollout_id = excluded.rollout_id, attempt = excluded.attempt
                        """)
                .bind("model", rollout.model().model())
                .bind("version", rollout.model().version())
                .bind("manifest", rollout.manifest())
                .bind("id", rollout.id())
                .bindArray("devices", DeviceId.class, devices)
                .execute();
    }

    /**
     * Takes back what the rollout offered to devices that do not serve it. Each gets again what it served last for the
     * model, or nothing if there was nothing.
     *
     * @return from how many
     */
    int withdraw(RolloutRow rollout) {
        List<DeviceId> devices = handle.createQuery("""
                        DELETE FROM desired_offer o USING rollout_device d
                        WHERE o.rollout_id = :id AND d.rollout_id = :id AND d.device_id = o.device_id
                            AND d.stage IS DISTINCT FROM 'SERVING'
                        RETURNING o.device_id
                        """)
                .bind("id", rollout.id())
                .mapTo(DeviceId.class)
                .list();
        if (!devices.isEmpty()) {
            DesiredRevisions.count(handle, devices);
            restore(rollout, devices);
        }
        return devices.size();
    }

    private void restore(RolloutRow rollout, List<DeviceId> devices) {
        handle.createUpdate("""
                        INSERT INTO desired_offer (device_id, model, version, manifest, rollout_id, attempt)
                        SELECT DISTINCT ON (d.device_id) d.device_id, r.model, r.version, r.manifest, r.id, d.attempt
                        FROM rollout_device d JOIN rollout r ON r.id = d.rollout_id
                        WHERE d.device_id = ANY(:devices) AND d.stage = 'SERVING' AND r.model = :model
                        ORDER BY d.device_id, d.updated_at DESC, r.id DESC
                        """)
                .bindArray("devices", DeviceId.class, devices)
                .bind("model", rollout.model().model())
                .execute();
    }
}
