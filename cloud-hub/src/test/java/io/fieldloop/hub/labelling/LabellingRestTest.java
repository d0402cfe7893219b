package io.fieldloop.hub.labelling;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class LabellingRestTest {
    private final TestHub hub;
    private final LabellingBench bench;

    LabellingRestTest(TestHub hub) {
        this.hub = hub;
        this.bench = new LabellingBench(hub);
    }

    @Test
    void task_isClaimedLabelledAndUndone() throws Exception {
        UUID sample = bench.samples(1).getFirst();
        String ada = hub.token("labeller");

        var claimed = post(ada, "/api/v1/models/%s/tasks/claim".formatted(bench.model()), "{\"count\": 3}");
        assertThat(claimed.statusCode()).as(claimed.body()).isEqualTo(200);
        assertThat(hub.json(claimed).text("items/0/id")).isEqualTo(sample.toString());
        assertThat(hub.json(claimed).text("items/0/sample/id")).isEqualTo(sample.toString());

        assertThat(label(ada, sample, "bag").statusCode()).isEqualTo(204);
        assertThat(summary("labelled")).isEqualTo(1);
        var undone =
                hub.send(hub.as(ada, "/api/v1/tasks/%s/label".formatted(sample)).DELETE());
        assertThat(undone.statusCode()).isEqualTo(204);
        assertThat(summary("claimed")).isEqualTo(1);
    }

    @Test
    void search_findsASampleByWhatPeopleDidWithIt() throws Exception {
        UUID sample = bench.samples(1).getFirst();
        String ada = hub.token("labeller");
        assertThat(found("state=unlabelled")).containsExactly(sample);

        label(ada, sample, "bag");
        assertThat(found("state=unlabelled")).isEmpty();
        assertThat(found("state=labelled&label=bag")).containsExactly(sample);
        assertThat(found("label=boot")).isEmpty();

        label(ada, sample, "boot");
        assertThat(found("label=bag")).isEmpty();
        assertThat(found("label=boot")).containsExactly(sample);

        post(ada, "/api/v1/tasks/%s/skip".formatted(sample), "{\"reason\": \"blurred\"}");
        assertThat(found("label=boot")).isEmpty();
        assertThat(found("state=skipped")).containsExactly(sample);
    }

    private List<UUID> found(String filter) throws Exception {
        return hub.json(hub.get("/api/v1/samples?model=%s&%s".formatted(bench.model(), filter))).list("items").stream()
                .map(s -> UUID.fromString(s.text("id")))
                .toList();
    }

    @Test
    void label_ofAnothersTask_isAConflict_andAWrongClassNamesTheField() throws Exception {
        UUID sample = bench.samples(1).getFirst();
        label(hub.token("labeller"), sample, "bag");

        var late = label(hub.token("labeller"), sample, "boot");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(hub.json(late).text("detail")).contains("has labelled this task as 'bag' meanwhile");

        var wrong = label(hub.token("labeller"), sample, "cat");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(hub.json(wrong).text("errors/0/pointer")).isEqualTo("/class");
    }

    @Test
    void label_byAViewer_isForbidden() throws Exception {
        UUID sample = bench.samples(1).getFirst();

        assertThat(label(hub.token("viewer"), sample, "bag").statusCode()).isEqualTo(403);
    }

    @Test
    void guide_followsFromTheBriefUntilSomebodyWritesOne() throws Exception {
        String path = "/api/v1/models/%s/guide".formatted(bench.model());
        assertThat(hub.json(hub.get(path)).text("classes/1/key")).isEqualTo("2");
        assertThat(hub.json(hub.get(path)).number("version")).isZero();

        String guide = """
                {"markdown": "# Look closely", "classes": [{"name": "bag", "key": "b", "description": "carries"},
                 {"name": "boot", "key": "o", "description": ""}]}
                """;
        assertThat(hub.json(hub.send("PUT", path, guide)).number("version")).isEqualTo(1);
        assertThat(hub.json(hub.send("PUT", path, guide)).number("version")).isEqualTo(1);
        assertThat(hub.json(hub.get(path)).text("classes/0/key")).isEqualTo("b");

        var doubled = hub.send("PUT", path, guide.replace("\"key\": \"o\"", "\"key\": \"b\""));
        assertThat(hub.json(doubled).text("errors/0/pointer")).isEqualTo("/classes/1/key");
        var missing = hub.send("PUT", path, "{\"markdown\": \"\", \"classes\": []}");
        assertThat(hub.json(missing).text("detail")).contains("bag, boot");
    }

    private HttpResponse<String> label(String token, UUID task, String className) throws Exception {
        return hub.send(hub.as(token, "/api/v1/tasks/%s/label".formatted(task))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"class\": \"%s\", \"guideVersion\": 0}".formatted(className))));
    }

    private HttpResponse<String> post(String token, String path, String json) throws Exception {
        return hub.send(
                hub.as(token, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    private long summary(String state) throws Exception {
        return hub.json(hub.get("/api/v1/models/%s/tasks/summary".formatted(bench.model())))
                .number(state);
    }
}
