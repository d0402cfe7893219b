package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.rollouts.RolloutState.Running;
import io.fieldloop.hub.rollouts.Signal.Reported;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/** A model of its own, with versions and devices, and the engine's transactions on it. */
final class RolloutBench {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final Jdbi jdbi;
    private final IdSource ids;
    private final ModelName model = new ModelName(TestHub.name("rolled"));

    RolloutBench(TestHub hub) {
        this.jdbi = hub.part(Jdbi.class);
        this.ids = hub.part(IdSource.class);
    }

    ModelName model() {
        return model;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    void registerVersions(int count) {
        jdbi.useTransaction(transaction -> {
            transaction.execute("""
                    INSERT INTO model VALUES (?, '', 'image-classification', '{}', 0, 0, 0, 0, ?, now())
                    ON CONFLICT DO NOTHING
                    """, model.value(), count);
            for (int version = 1; version <= count; version++) {
                transaction.execute(
                        "INSERT INTO model_version VALUES (?, ?, ?, '', 1, '[]', NULL, NULL, NULL, 'test', now())",
                        model.value(),
                        version,
                        manifest(version).toArray());
            }
        });
    }

    void floor(double floor) {
        jdbi.useHandle(handle -> handle.execute("UPDATE model SET floor = ? WHERE name = ?", floor, model.value()));
    }

    void parent(int version, int parent) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE model_version SET parent_version = ? WHERE model = ? AND version = ?",
                parent,
                model.value(),
                version));
    }

    private Sha256 manifest(int version) {
        return Sha256.of((model + "@" + version).getBytes(StandardCharsets.UTF_8));
    }

    List<DeviceId> devices(int count) {
        List<DeviceId> devices = IntStream.range(0, count)
                .mapToObj(_ -> new DeviceId(TestHub.name("device")))
                .sorted()
                .toList();
        devices.forEach(device ->
                jdbi.useHandle(handle -> handle.execute("INSERT INTO device (id) VALUES (?)", device.value())));
        return devices;
    }

    void serves(DeviceId device, int version) {
        jdbi.useHandle(handle -> handle.execute("""
                UPDATE device SET serving = jsonb_build_array(jsonb_build_object('stream', 'line',
                    'model', CAST(? AS text), 'version', CAST(? AS int), 'variant', 'onnx-fp32')) WHERE id = ?
                """, model.value(), version, device.value()));
    }

    RolloutId start(int version, List<List<DeviceId>> waves) {
        var rollout = new RolloutRow(
                new RolloutId(ids.next()),
                new ModelRef(model, version),
                manifest(version),
                new Running(1),
                waves.size(),
                NOW,
                NOW,
                Optional.empty());
        jdbi.useTransaction(transaction -> new RolloutEngine(transaction, NOW).begin(rollout, waves));
        return rollout.id();
    }

    void happen(RolloutId id, RolloutEvent event) {
        jdbi.useTransaction(transaction -> new RolloutEngine(transaction, NOW)
                .happen(new RolloutTable(transaction).lock(id).orElseThrow(), event));
    }

    void report(RolloutId id, DeviceId device, int attempt, Stage stage) {
        take(List.of(new Reported(device, reportOf(id, attempt, stage))));
    }

    void take(List<Reported> reports) {
        jdbi.useTransaction(transaction -> reports.stream()
                .collect(Collectors.groupingBy(r -> r.report().rollout()))
                .forEach((id, its) -> new RolloutEngine(transaction, NOW)
                        .report(new RolloutTable(transaction).lock(id).orElseThrow(), its)));
    }

    DeploymentReport reportOf(RolloutId id, int attempt, Stage stage) {
        return new DeploymentReport(
                id,
                attempt,
                new ModelRef(model, 2),
                stage,
                stage == Stage.REJECTED
                        ? Optional.of(new Failure(FailureCode.TRIAL_TOO_SLOW, "9 ms, allowed are 5 ms"))
                        : Optional.empty(),
                NOW);
    }

    RolloutState state(RolloutId id) {
        return jdbi.withHandle(
                handle -> new RolloutTable(handle).find(id).orElseThrow().state());
    }

    int attempt(RolloutId id, DeviceId device) {
        return jdbi.withHandle(handle -> new RolloutTable(handle)
                .devices(id, List.of(device))
                .getFirst()
                .progress()
                .attempt());
    }

    List<String> waveStates(RolloutId id) {
        return new RolloutViews(jdbi)
                .one(id).waves().stream().map(Rollout.Wave::state).toList();
    }

    Map<String, Integer> stages(RolloutId id) {
        return new RolloutViews(jdbi)
                .one(id).waves().stream()
                        .flatMap(wave -> wave.devices().stream())
                        .collect(Collectors.toMap(d -> String.valueOf(d.stage()), _ -> 1, Integer::sum));
    }
}
