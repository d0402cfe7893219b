package io.fieldloop.hub.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSamples;
import io.fieldloop.protocol.ModelName;
import io.micronaut.json.tree.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class AuditTest {
    private final TestHub hub;
    private final ModelName model = new ModelName(TestHub.name("audited"));

    AuditTest(TestHub hub) {
        this.hub = hub;
    }

    @Test
    void labelling_isWrittenDownWithWhoDidIt() throws Exception {
        UUID task = task();

        act("PUT", "/api/v1/tasks/%s/label".formatted(task), "{\"class\": \"bag\", \"guideVersion\": 0}");
        act("DELETE", "/api/v1/tasks/%s/label".formatted(task), "");
        act("POST", "/api/v1/tasks/%s/skip".formatted(task), "{\"reason\": \"dark\"}");

        assertThat(entriesOf(task.toString()))
                .containsExactly(
                        "task.skip %s".formatted(task), "task.undo " + task, "task.label %s as bag".formatted(task));
    }

    @Test
    void whatLeadsToAVersion_isWrittenDown() throws Exception {
        String dataset = TestHub.name("audited");
        UUID task = task();
        act("PUT", "/api/v1/models/" + model, brief());
        act("PUT", "/api/v1/tasks/%s/label".formatted(task), "{\"class\": \"bag\", \"guideVersion\": 0}");
        act("PUT", "/api/v1/datasets/" + dataset, "{\"model\": \"%s\", \"description\": \"\"}".formatted(model));
        Json snapshot =
                act("POST", "/api/v1/datasets/%s/snapshots".formatted(dataset), "{\"seed\": 1, \"testShare\": 0.5}");

        assertThat(entriesOf(model.value())).contains("brief.put " + model);
        assertThat(entriesOf(dataset)).contains("dataset.put " + dataset);
        assertThat(entriesOf(snapshot.text("id"))).hasSize(1);
    }

    @Test
    void enrolmentAndLogin_areWrittenDown() throws Exception {
        String device = TestHub.name("audited");
        Json token = act("POST", "/api/v1/tokens", "{\"name\": \"%s\", \"role\": \"viewer\"}".formatted(device));
        TestDevice.enrolled(hub, device).close();
        hub.send(hub.anonymous("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"token\": \"%s\"}".formatted(token.text("token")))));

        assertThat(entriesOf(device))
                .contains(
                        "device.enrol " + device,
                        "enrolment-token.create " + device,
                        "token.create %s as viewer".formatted(device));
        assertThat(entriesOf(token.text("id"))).containsExactly("session.begin " + token.text("id"));
    }

    private UUID task() {
        var samples = new TestSamples(hub.part(Jdbi.class));
        samples.putBrief(model, List.of("bag", "boot"));
        return samples.insert(model, 1).getFirst();
    }

    private static String brief() {
        return """
            {"description": "clothes", "task": "image-classification", "labels": ["bag", "boot"], "metric": "accuracy",
             "floor": 0.8, "maxLatencyMicros": 0, "maxMemoryBytes": 0, "maxSizeBytes": 0}
            """;
    }

    private Json act(String method, String path, String body) throws Exception {
        var answer = hub.send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return answer.body().isEmpty() ? new Json(JsonNode.nullNode()) : hub.json(answer);
    }

    /** The newest first. */
    private List<String> entriesOf(String subject) throws Exception {
        return hub.json(hub.get("/api/v1/audit?limit=500")).list("items").stream()
                .filter(e -> e.text("subject").contains(subject))
                .map(e -> e.text("action") + " " + e.text("subject"))
                .toList();
    }
}
