package io.fieldloop.hub.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.CaptureReport;
import io.fieldloop.protocol.message.CaptureRules;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.Hello;
import io.fieldloop.protocol.message.StreamCapture;
import io.fieldloop.protocol.topic.Topics;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people want captured, told to a device that is connected. */
@ExtendWith(SharedHub.class)
class CaptureRestTest {
    private static final String RULES = """
            {"streams": [{
                "name": "line",
                "capture": [{"rule": "random", "share": 0.25}],
                "near-duplicates": {"distance": 2},
                "media": {"sound": "flac"}}]}
            """;

    private final TestHub hub;
    private final String name = TestHub.name("line");

    CaptureRestTest(TestHub hub) {
        this.hub = hub;
    }

    @Test
    void rules_reachTheDevice_andItsAnswerIsShown() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            device.subscribe(Topics.desired(device.id()));
            assertThat(shown().number("revision")).isZero();
            assertThat(shown().isNull("rules")).isTrue();

            HttpResponse<String> answer = put("\"0\"", RULES);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("ETag")).contains("\"1\"");
            CaptureRules told = heard(device);
            assertThat(told.revision()).isEqualTo(1);
            assertThat(told.document())
                    .contains(
                            "\"share\": 0.25",
                            "\"name\": \"line\"",
                            "\"near-duplicates\": {\"distance\": 2}",
                            "\"media\": {\"sound\": \"flac\"}")
                    .doesNotContain("null");

            say(device, new CaptureReport(1, Optional.of("streams[0].name: this device has no stream 'line'")));
            Await.until("it refuses", () -> !shown().isNull("answer"));
            assertThat(shown().text("answer/refusal")).contains("no stream 'line'");
            assertThat(shown().text("inForce/0/stream")).isEqualTo("line");
            assertThat(shown().text("inForce/0/rules/0")).isEqualTo("{\"rule\":\"every\",\"every\":\"1m\"}");
            say(device, new CaptureReport(1, Optional.empty()));
            Await.until("it follows", () -> shown().isNull("answer/refusal"));
            assertThat(shown().number("answer/revision")).isEqualTo(1);
            assertThat(shown().at("rules/streams/0/capture/0").toString()).contains("0.25");

            assertThat(delete("*").statusCode()).isEqualTo(200);
            assertThat(((DesiredState) device.hear()).capture()).isEmpty();
            assertThat(shown().number("revision")).isEqualTo(2);
        }
    }

    @Test
    void samples_areCountedForEachRuleThatChoseThem() throws Exception {
        StreamName line = new StreamName("line");
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            assertThat(shown().list("chosen")).isEmpty();

            device.say(Topics.samples(device.id(), line), TestSampleBatches.of(1, line, 1, 3));

            Await.until("they are stored", () -> !shown().list("chosen").isEmpty());
            assertThat(shown().list("chosen")).hasSize(1);
            assertThat(shown().text("chosen/0/stream")).isEqualTo("line");
            assertThat(shown().text("chosen/0/rule")).isEqualTo("random");
            assertThat(shown().number("chosen/0/samples")).isEqualTo(3);
        }
    }

    @Test
    void rules_changedAtAnotherStateThanThatWhichWasRead_areNotReplaced() throws Exception {
        TestDevice.enrolled(hub, name).close();

        assertThat(put(null, RULES).statusCode()).isEqualTo(428);
        assertThat(put("\"0\"", RULES).statusCode()).isEqualTo(200);
        assertThat(put("\"0\"", RULES).statusCode()).isEqualTo(412);
        assertThat(put("\"device\"", RULES).statusCode()).isEqualTo(412);
        assertThat(hub.get("/api/v1/devices/nobody/capture-rules").statusCode()).isEqualTo(404);
        assertThat(audited(name)).containsExactly("capture.rules");
    }

    @Test
    void rules_thatHaveNotTheShapeOfRules_areRefusedAtOnce() throws Exception {
        TestDevice.enrolled(hub, name).close();

        for (String wrong : List.of(
                "{}",
                "{\"streams\": [{\"name\": \"LINE\"}]}",
                "{\"streams\": [{\"name\": \"a\"}, {\"name\": \"a\"}]}",
                "{\"streams\": [{\"name\": \"a\", \"capture\": [{\"share\": 1}]}]}",
                "{\"streams\": [{\"name\": \"a\", \"capture\": 5}]}")) {
            assertThat(put("*", wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(put("*", "{\"streams\": [{\"name\": \"a\", \"capture\": [{\"rule\": \"random\"}, {\"share\": 1}]}]}")
                        .body())
                .contains("\"pointer\":\"/streams/0/capture/1/rule\"", "each rule has a 'rule'");
        assertThat(shown().number("revision")).isZero();
    }

    @Test
    void deviceThatIntroducesItself_isToldOnceMore() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            device.subscribe(Topics.desired(device.id()));
            put("*", RULES);
            CaptureRules told = heard(device);

            device.say(Topics.hello(device.id()), new Hello("1.0", "Linux", "amd64", List.of(), Instant.EPOCH));

            assertThat(heard(device)).isEqualTo(told);
        }
    }

    @Test
    void request_isAddedToWhatIsCaptured_eachWithANameOfItsOwn() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            device.subscribe(Topics.desired(device.id()));

            assertThat(request("{\"stream\": \"line\", \"label\": \"boot\", \"next\": 50}")
                            .statusCode())
                    .isEqualTo(201);
            CaptureRules told = heard(device);
            assertThat(request("{\"stream\": \"line\", \"next\": 3}").statusCode())
                    .isEqualTo(201);

            assertThat(told.document()).contains("\"on-request\"", "\"boot\"", "\"next\": 50");
            assertThat(shown().list("rules/streams")).hasSize(1);
            assertThat(shown().isNull("rules/streams/0/capture")).isTrue();
            List<Json> also = shown().list("rules/streams/0/also");
            assertThat(also).hasSize(2);
            assertThat(also.getFirst().text("request"))
                    .isNotEqualTo(also.getLast().text("request"));
            assertThat(request("{\"stream\": \"line\", \"next\": 0}").statusCode())
                    .isEqualTo(400);
            assertThat(audited(name)).containsExactly("capture.request", "capture.request");
        }
    }

    @Test
    void rulesOfAGroup_reachEveryDeviceOfIt() throws Exception {
        String token = hub.json(hub.send("POST", "/api/v1/enrolment-tokens", """
                        {"deviceId": "%s", "labels": {"site": "%s"}}""".formatted(name, name)))
                .text("token");
        TestDevice.enrol(hub, token, TestDevice.request(TestDevice.newKeyPair()));

        var answer = hub.send("PUT", "/api/v1/capture-rules", """
                {"labels": {"site": "%s"}, "rules": %s}""".formatted(name, RULES));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(hub.json(answer).number("devices")).isEqualTo(1);
        assertThat(shown().number("revision")).isEqualTo(1);
        assertThat(audited("group {site=%s}".formatted(name))).containsExactly("capture.rules");
    }

    @Test
    void rules_byAViewer_areNotChanged() throws Exception {
        TestDevice.enrolled(hub, name).close();

        var answer = hub.send(hub.as(hub.token("viewer"), path())
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .PUT(BodyPublishers.ofString(RULES)));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    private static CaptureRules heard(TestDevice device) throws InterruptedException {
        return ((DesiredState) device.hear()).capture().orElseThrow();
    }

    private static void say(TestDevice device, CaptureReport report) throws Exception {
        var capturing =
                List.of(new StreamCapture(new StreamName("line"), List.of("{\"rule\":\"every\",\"every\":\"1m\"}")));
        device.say(
                Topics.state(device.id()),
                new DeviceState(true, Instant.EPOCH, List.of(), Optional.of(report), capturing));
    }

    private String path() {
        return "/api/v1/devices/" + name + "/capture-rules";
    }

    private Json shown() throws Exception {
        return hub.json(hub.get(path()));
    }

    private HttpResponse<String> put(@Nullable String ifMatch, String body) throws Exception {
        var request =
                hub.request(path()).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body));
        return hub.send(ifMatch == null ? request : request.header("If-Match", ifMatch));
    }

    private HttpResponse<String> delete(String ifMatch) throws Exception {
        return hub.send(hub.request(path()).header("If-Match", ifMatch).DELETE());
    }

    private HttpResponse<String> request(String body) throws Exception {
        return hub.send("POST", "/api/v1/devices/" + name + "/capture-requests", body);
    }

    private List<String> audited(String subject) throws Exception {
        return hub.json(hub.get("/api/v1/audit?limit=500")).list("items").stream()
                .filter(entry -> entry.text("subject").equals(subject))
                .map(entry -> entry.text("action"))
                .filter(action -> action.startsWith("capture."))
                .toList();
    }
}
