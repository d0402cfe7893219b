package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.rollouts.RolloutState.Cancelled;
import io.fieldloop.hub.rollouts.RolloutState.Halted;
import io.fieldloop.hub.rollouts.RolloutState.Paused;
import io.fieldloop.hub.rollouts.RolloutState.Running;
import io.fieldloop.hub.rollouts.RolloutState.Succeeded;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.RolloutId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rollouts and what happened to them. Every method works within the transaction of its handle. */
final class RolloutTable {
    private final Handle handle;

    RolloutTable(Handle handle) {
        this.handle = handle;
    }

    /** Lets one rollout of a model be made at a time, until the transaction ends. */
    void lockModel(ModelName model) {
        handle.createQuery("SELECT 1 FROM model WHERE name = :model FOR NO KEY UPDATE")
                .bind("model", model)
                .mapTo(Integer.class)
                .findOne();
    }

    void insert(RolloutRow rollout, List<List<DeviceId>> waves) {
        handle.createUpdate("""
                        INSERT INTO rollout (id, model, version, manifest, state, wave, waves, created_at, started_at)
                        VALUES (:id, :model, :version, :manifest, 'running', 1, :waves, :createdAt, :startedAt)
                        """)
                .bind("id", rollout.id())
                .bind("model", rollout.model().model())
                .bind("version", rollout.model().version())
                .bind("manifest", rollout.manifest())
                .bind("waves", waves.size())
                .bind("createdAt", rollout.createdAt())
                .bind("startedAt", rollout.startedAt())
                .execute();
        for (int i = 0; i < waves.size(); i++) {
            insertDevices(rollout, i + 1, waves.get(i));
        }
    }

    private void insertDevices(RolloutRow rollout, int wave, List<DeviceId> devices) {
        handle.createUpdate("""
                        INSERT INTO rollout_device (rollout_id, wave, device_id, updated_at)
                        SELECT :id, :wave, device, :at FROM unnest(:devices) AS device
                        """)
                .bind("id", rollout.id())
                .bind("wave", wave)
                .bindArray("devices", DeviceId.class, devices)
                .bind("at", rollout.createdAt())
                .execute();
    }

    /** The rollout, locked until the transaction ends. */
    Optional<RolloutRow> lock(RolloutId id) {
        return handle.createQuery("SELECT * FROM rollout WHERE id = :id FOR NO KEY UPDATE")
                .bind("id", id)
                .map((row, _) -> RolloutRow.read(row))
                .findOne();
    }

    Optional<RolloutRow> find(RolloutId id) {
        return handle.createQuery("SELECT * FROM rollout WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> RolloutRow.read(row))
                .findOne();
    }

    /** The newest first, after the position {@code before} if there is one. */
    List<RolloutRow> list(@Nullable UUID before, int limit) {
        return handle.createQuery("""
                        SELECT * FROM rollout
                        WHERE CAST(:before AS uuid) IS NULL OR id < CAST(:before AS uuid)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .bindByType("before", before, UUID.class)
                .bind("limit", limit)
                .map((row, _) -> RolloutRow.read(row))
                .list();
    }

    long countUnfinished() {
        return handle.createQuery("SELECT count(*) FROM rollout WHERE ended_at IS NULL")
                .mapTo(Long.class)
                .one();
    }

    /** A rollout of the model that has not ended and holds one of the devices. */
    Optional<Clash> clash(ModelName model, List<DeviceId> devices) {
        return handle.createQuery("""
                        SELECT r.id, r.version, d.device_id
                        FROM rollout r JOIN rollout_device d ON d.rollout_id = r.id
                        WHERE r.model = :model AND r.ended_at IS NULL AND d.device_id = ANY(:devices)
                        ORDER BY r.id, d.device_id LIMIT 1
                        """)
                .bind("model", model)
                .bindArray("devices", DeviceId.class, devices)
                .map((row, _) -> new Clash(
                        RolloutId.of(row.getString("id")),
                        row.getInt("version"),
                        new DeviceId(row.getString("device_id"))))
                .findOne();
    }

    void move(RolloutId id, RolloutState state, Instant at) {
        handle.createUpdate("""
                        UPDATE rollout SET state = :state, wave = :wave, reason = :reason, ended_at = :endedAt
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bind("state", RolloutRow.word(state))
                .bind("wave", state.wave())
                .bind("reason", RolloutRow.reason(state).orElse(null))
                .bindByType("endedAt", hasEnded(state) ? at : null, Instant.class)
                .execute();
    }

    void tell(RolloutId id, Instant at, String text) {
        handle.createUpdate("INSERT INTO rollout_event (rollout_id, at, text) VALUES (:id, :at, :text)")
                .bind("id", id)
                .bind("at", at)
                .bind("text", text)
                .execute();
    }

    List<Rollout.Event> events(RolloutId id) {
        return handle.createQuery("SELECT at, text FROM rollout_event WHERE rollout_id = :id ORDER BY number")
                .bind("id", id)
                .map((row, context) -> new Rollout.Event(
                        context.findColumnMapperFor(Instant.class).orElseThrow().map(row, "at", context),
                        row.getString("text")))
                .list();
    }

    /** Puts the reports of many devices down. */
    void report(RolloutId id, List<DeviceRow> changed, Instant at) {
        PreparedBatch batch = handle.prepareBatch("""
                UPDATE rollout_device SET stage = :stage, failure = :failure, detail = :detail, updated_at = :at
                WHERE rollout_id = :id AND device_id = :device
                """);
        for (DeviceRow row : changed) {
            batch.bind("id", id)
                    .bind("device", row.device())
                    .bind("stage", row.progress().stage().map(Enum::name).orElse(null))
                    .bind(
                            "failure",
                            row.progress().failure().map(f -> f.code().name()).orElse(null))
                    .bind(
                            "detail",
                            row.progress().failure().map(f -> f.detail()).orElse(null))
                    .bind("at", at)
                    .add();
        }
        batch.execute();
    }

    List<DeviceRow> devices(RolloutId id, List<DeviceId> devices) {
        return handle.createQuery("SELECT * FROM rollout_device WHERE rollout_id = :id AND device_id = ANY(:devices)")
                .bind("id", id)
                .bindArray("devices", DeviceId.class, devices)
                .map((row, _) -> DeviceRow.read(row))
                .list();
    }

    /** At most {@code limit} devices of each wave, those that need a look first. */
    List<DeviceRow> devices(RolloutId id, int limit) {
        return handle.createQuery("""
                        SELECT * FROM (
                            SELECT *, row_number() OVER (PARTITION BY wave ORDER BY
                                CASE stage WHEN 'REJECTED' THEN 0 WHEN 'SERVING' THEN 2 ELSE 1 END, device_id) AS place
                            FROM rollout_device WHERE rollout_id = :id) placed
                        WHERE place <= :limit ORDER BY wave, device_id
                        """)
                .bind("id", id)
                .bind("limit", limit)
                .map((row, _) -> DeviceRow.read(row))
                .list();
    }

    List<WaveTally> tallies(RolloutId id) {
        return handle.createQuery("""
                        SELECT wave, count(*) AS devices,
                            count(*) FILTER (WHERE stage = 'SERVING') AS serving,
                            count(*) FILTER (WHERE stage = 'REJECTED') AS rejected
                        FROM rollout_device WHERE rollout_id = :id GROUP BY wave ORDER BY wave
                        """)
                .bind("id", id)
                .map((row, _) -> new WaveTally(
                        row.getInt("wave"), row.getInt("devices"), row.getInt("serving"), row.getInt("rejected")))
                .list();
    }

    boolean serves(RolloutId id, int wave) {
        return handle.createQuery("""
                        SELECT NOT EXISTS (SELECT 1 FROM rollout_device
                            WHERE rollout_id = :id AND wave = :wave AND stage IS DISTINCT FROM 'SERVING')
                        """)
                .bind("id", id)
                .bind("wave", wave)
                .mapTo(Boolean.class)
                .one();
    }

    private static boolean hasEnded(RolloutState state) {
        return switch (state) {
            case Succeeded _, Cancelled _ -> true;
            case Running _, Paused _, Halted _ -> false;
        };
    }

    /** Another rollout that has a device already. */
    record Clash(RolloutId rollout, int version, DeviceId device) {}

    /** How many devices of a wave are how far. */
    record WaveTally(int wave, int devices, int serving, int rejected) {}
}
