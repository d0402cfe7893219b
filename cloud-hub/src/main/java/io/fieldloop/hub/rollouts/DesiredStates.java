package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.capture.CaptureRuleTable;
import io.fieldloop.hub.channel.DeviceChannel;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.CaptureRules;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.Offer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What is wanted of devices. Publishes what of it is due. Rows stay locked while they are published, so an older revision never
 * follows a newer one, even with several hubs.
 */
@Singleton
public final class DesiredStates {
    private static final int BATCH = 500;

    private final Jdbi jdbi;
    private final DeviceChannel channel;

    DesiredStates(Jdbi jdbi, DeviceChannel channel) {
        this.jdbi = jdbi;
        this.channel = channel;
    }

    /** Makes every desired state due: what a hub that went down handed over may never have reached the broker. */
    void allDue() {
        jdbi.useHandle(handle -> handle.execute("UPDATE desired_state SET published_revision = 0"));
    }

    /** Makes the desired states of these devices due once more. */
    void due(Collection<DeviceId> devices) {
        if (!devices.isEmpty()) {
            jdbi.useHandle(handle -> handle.createUpdate(
                            "UPDATE desired_state SET published_revision = 0 WHERE device_id = ANY(:devices)")
                    .bindArray("devices", DeviceId.class, devices)
                    .execute());
        }
    }

    /** What is wanted of a device now; empty if nothing ever was. */
    public Optional<DesiredState> of(DeviceId device) {
        return jdbi.inTransaction(transaction -> transaction
                .createQuery("SELECT revision FROM desired_state WHERE device_id = :device FOR SHARE")
                .bind("device", device)
                .mapTo(Long.class)
                .findOne()
                .map(revision -> new DesiredState(
                        revision,
                        offers(transaction, Set.of(device)).getOrDefault(device, List.of()),
                        Optional.ofNullable(new CaptureRuleTable(transaction)
                                .wanted(Set.of(device))
                                .get(device)))));
    }

    /** Publishes until nothing is due. */
    void publishDue() {
        while (jdbi.inTransaction(this::publishBatch) == BATCH) {
            // the next batch
        }
    }

    private int publishBatch(Handle handle) {
        Map<DeviceId, Long> due = due(handle);
        Map<DeviceId, List<Offer>> offers = offers(handle, due.keySet());
        Map<DeviceId, CaptureRules> capture = new CaptureRuleTable(handle).wanted(due.keySet());
        due.forEach((device, revision) -> channel.desired(
                device,
                new DesiredState(
                        revision, offers.getOrDefault(device, List.of()), Optional.ofNullable(capture.get(device)))));
        markPublished(handle, due);
        return due.size();
    }

    private static Map<DeviceId, Long> due(Handle handle) {
        Map<DeviceId, Long> due = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT device_id, revision FROM desired_state WHERE published_revision < revision
                        ORDER BY device_id LIMIT :limit FOR UPDATE SKIP LOCKED
                        """)
                .bind("limit", BATCH)
                .map((row, _) -> due.put(new DeviceId(row.getString("device_id")), row.getLong("revision")))
                .list();
        return due;
    }

    private static Map<DeviceId, List<Offer>> offers(Handle handle, Set<DeviceId> devices) {
        Map<DeviceId, List<Offer>> offers = new LinkedHashMap<>();
        handle.createQuery("SELECT * FROM desired_offer WHERE device_id = ANY(:devices) ORDER BY device_id, model")
                .bindArray("devices", DeviceId.class, devices)
                .map((row, _) -> offers.computeIfAbsent(
                                new DeviceId(row.getString("device_id")), _ -> new ArrayList<>())
                        .add(new Offer(
                                new RolloutId(row.getObject("rollout_id", UUID.class)),
                                row.getInt("attempt"),
                                new ModelRef(new ModelName(row.getString("model")), row.getInt("version")),
                                Sha256.ofDigest(row.getBytes("manifest")))))
                .list();
        return offers;
    }

    private static void markPublished(Handle handle, Map<DeviceId, Long> due) {
        PreparedBatch batch = handle.prepareBatch(
                "UPDATE desired_state SET published_revision = :revision WHERE device_id = :device");
        due.forEach((device, revision) ->
                batch.bind("device", device).bind("revision", revision).add());
        batch.execute();
    }
}
