package io.fieldloop.hub.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.channel.DeploymentListener;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class RolloutRestTest {
    private final TestHub hub;
    private final RolloutBench bench;
    private final DeploymentListener reports;

    RolloutRestTest(TestHub hub) {
        this.hub = hub;
        this.bench = new RolloutBench(hub);
        this.reports = hub.part(DeploymentListener.class);
    }

    @BeforeEach
    void registerVersions() {
        bench.registerVersions(2);
    }

    @Test
    void rollout_ofAFirstVersion_goesThroughItsWavesAndTellsWhatHappened() throws Exception {
        List<DeviceId> devices = bench.devices(2);
        Json created = hub.json(start(1, devices, "[{\"count\": 1}, {}]"));
        String path = "/api/v1/rollouts/" + created.text("id");
        RolloutId id = RolloutId.of(created.text("id"));
        assertThat(created.text("state")).isEqualTo("running");
        assertThat(created.text("waves/0/state")).isEqualTo("running");
        assertThat(created.text("waves/1/state")).isEqualTo("waiting");
        assertThat(created.isNull("waves/0/devices/0/stage")).isTrue();

        reports.reported(devices.getFirst(), bench.reportOf(id, 1, Stage.SERVING));
        until(path, "waves/1/state", "running");
        reports.reported(devices.getLast(), bench.reportOf(id, 1, Stage.REJECTED));
        Json paused = until(path, "state", "paused");
        assertThat(paused.text("reason")).contains(devices.getLast().value(), "TRIAL_TOO_SLOW");
        assertThat(paused.text("waves/1/state")).isEqualTo("failed");
        assertThat(paused.text("waves/1/devices/0/failure/owner")).isEqualTo("MODEL");

        var resumed = hub.send("POST", path + "/resume", "");
        assertThat(resumed.statusCode()).isEqualTo(409);
        assertThat(hub.json(resumed).text("detail")).contains("retry to offer it again");
        assertThat(hub.json(hub.send("POST", path + "/retry", "")).text("state"))
                .isEqualTo("running");
        reports.reported(devices.getLast(), bench.reportOf(id, 2, Stage.SERVING));
        Json succeeded = until(path, "state", "succeeded");

        assertThat(succeeded.list("events").stream().map(e -> e.text("text")))
                .first()
                .asString()
                .startsWith("created:");
        assertThat(succeeded.isNull("endedAt")).isFalse();
        assertThat(hub.json(hub.get("/api/v1/audit?limit=500")).list("items").stream()
                        .filter(e -> e.text("subject").equals(id.toString()))
                        .map(e -> e.text("action")))
                .containsExactly("rollout.retry", "rollout.start");
        assertThat(hub.json(hub.get("/api/v1/rollouts?limit=500")).list("items").stream()
                        .map(r -> r.text("id")))
                .contains(id.toString());
    }

    @Test
    void rollout_overAnother_isRefusedAndNamesIt() throws Exception {
        List<DeviceId> devices = bench.devices(2);
        String first = hub.json(start(1, devices, "[{}]")).text("id");

        var refused = start(1, devices.subList(1, 2), "[{}]");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(hub.json(refused).text("detail"))
                .contains(first, devices.getLast().value());
        hub.send("POST", "/api/v1/rollouts/%s/cancel".formatted(first), "");
        assertThat(start(1, devices.subList(1, 2), "[{}]").statusCode()).isEqualTo(201);
    }

    @Test
    void version_thatWasNotEvaluated_isNotRolledOut() throws Exception {
        var refused = start(2, bench.devices(1), "[{}]");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(hub.json(refused).text("detail")).contains("was never evaluated on lab images");
    }

    @Test
    void rollout_withAWrongField_isRefusedByItsName() throws Exception {
        List<DeviceId> devices = bench.devices(2);

        assertThat(pointer(start(1, List.of(new DeviceId("nobody")), "[{}]"))).isEqualTo("/devices/0");
        assertThat(pointer(start(1, devices, "[{\"count\": 0}]"))).isEqualTo("/waves/0/count");
        assertThat(pointer(start(1, devices, "[{}, {\"count\": 1}]"))).isEqualTo("/waves/0");
        assertThat(pointer(start(1, devices, "[{\"count\": 1}]"))).isEqualTo("/waves");
        assertThat(start(7, devices, "[{}]").statusCode()).isEqualTo(404);
    }

    @Test
    void rollout_byALabeller_isForbidden() throws Exception {
        var refused = hub.send(hub.as(hub.token("labeller"), "/api/v1/rollouts")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(1, bench.devices(1), "[{}]"))));

        assertThat(refused.statusCode()).isEqualTo(403);
    }

    private String pointer(HttpResponse<String> refused) throws Exception {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        return hub.json(refused).text("errors/0/pointer");
    }

    private HttpResponse<String> start(int version, List<DeviceId> devices, String waves) throws Exception {
        return hub.send("POST", "/api/v1/rollouts", body(version, devices, waves));
    }

    private String body(int version, List<DeviceId> devices, String waves) {
        return "{\"model\": \"%s\", \"version\": %d, \"devices\": [%s], \"waves\": %s}"
                .formatted(
                        bench.model(),
                        version,
                        devices.stream().map(d -> "\"" + d + "\"").collect(Collectors.joining(",")),
                        waves);
    }

    private Json until(String path, String field, String value) throws Exception {
        Await.until(
                field + " is " + value,
                () -> hub.json(hub.get(path)).text(field).equals(value));
        return hub.json(hub.get(path));
    }
}
