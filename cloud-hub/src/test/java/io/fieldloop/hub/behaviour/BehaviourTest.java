package io.fieldloop.hub.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.fieldloop.hub.Await;
import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.behaviour.Profile.Source;
import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.events.LiveEvents;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What devices say of their models, by a real broker into a real database, and out again. */
@ExtendWith(SharedHub.class)
class BehaviourTest {
    private static final StreamName LINE = new StreamName("line");
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final TestHub hub;
    private final String name = TestHub.name("watched");
    private final ModelRef version = ModelRef.of(TestHub.name("fashion"), 3);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final SplittableRandom random = new SplittableRandom();

    BehaviourTest(TestHub hub) {
        this.hub = hub;
    }

    @Test
    void windows_ofSeveralDevices_areOnePlot_andCountOnceHoweverOftenTheyCome() throws Exception {
        Behaviour some = TestAnswers.usual(1, 300);
        Behaviour others = TestAnswers.drifted(2, 100);
        try (TestDevice first = TestDevice.enrolled(hub, name).connect();
                TestDevice second =
                        TestDevice.enrolled(hub, TestHub.name("other")).connect()) {
            BehaviourReport report = report(now.minus(Duration.ofMinutes(30)), some);
            first.say(Topics.vitals(first.id()), report);
            first.say(Topics.vitals(first.id()), report);
            second.say(
                    Topics.vitals(second.id()),
                    report(now.minus(Duration.ofMinutes(90)), others).withLost(2));
            Await.until("all are there", () -> answers("") == 400);

            Json plot = plot("?points=24");
            assertThat(plot.list("points")).hasSize(24);
            assertThat(plot.at("points/23").number("answers")).isEqualTo(300);
            assertThat(plot.at("points/22").number("answers")).isEqualTo(100);
            assertThat(plot.at("points/22").number("lost")).isEqualTo(2);
            assertThat(plot.isNull("points/0/score")).isTrue();
            assertThat(plot.at("points/23/latencyMicros/p50").node().getDoubleValue())
                    .isCloseTo(some.latencyMicros().quantile(0.5), within(1e-6));
            assertThat(plot.list("classes").stream().map(c -> c.node().getStringValue()))
                    .containsExactly("Coat", "Bag", "…");
            assertThat(plot.at("points/23").number("classes/0"))
                    .isEqualTo(some.classes().get("Coat"));
            assertThat(answers("&device=" + name)).isEqualTo(300);
            assertThat(answers("&stream=yard")).isZero();

            String etag = hub.get("/api/v1/devices/" + name)
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();
            hub.send(hub.request("/api/v1/devices/" + name)
                    .header("Content-Type", "application/json")
                    .header("If-Match", etag)
                    .method("PATCH", BodyPublishers.ofString("{\"labels\": {\"site\": \"%s\"}}".formatted(name))));
            assertThat(answers("&label=site%3D" + name)).isEqualTo(300);
        }
    }

    @Test
    void windowOfADeviceThatCannotKnowTheTime_isShownWhenItCame() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            device.say(Topics.vitals(device.id()), report(Instant.EPOCH.plus(WINDOW), TestAnswers.usual(1, 10)));
            device.say(
                    Topics.vitals(device.id()), report(Instant.ofEpochMilli(Long.MAX_VALUE), TestAnswers.usual(2, 10)));

            Await.until("both are shown", () -> answers("&until=" + Instant.now()) == 20);
        }
    }

    @Test
    void timesThatCannotBe_areRefused() throws Exception {
        for (String query : List.of(
                "?until=-1000000000-01-01T00:00:00Z",
                "?from=-1000000000-01-01T00:00:00Z",
                "?from=%2B1000000000-12-31T23:59:59Z",
                "?from=" + now + "&until=" + now.minusSeconds(1))) {
            assertThat(get(query).statusCode()).as(query).isEqualTo(400);
        }
    }

    @Test
    void drift_isRaisedOnceAndClearedWhenItIsOver() throws Exception {
        profile(Source.FIELD, TestAnswers.usual(1, 400));
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            say(device, Duration.ofHours(9), TestAnswers.usual(2, 300), 300);
            assertThat(alerts("")).isEmpty();

            say(device, Duration.ofHours(6), TestAnswers.drifted(3, 30), 330);
            assertThat(alerts(""))
                    .as("the answers of before count while there are too few")
                    .isEmpty();
            say(device, Duration.ofHours(5), TestAnswers.drifted(4, 300), 630);
            say(device, Duration.ofHours(5), TestAnswers.drifted(5, 300), 930);
            Json alert = alerts("&open=true").getFirst();
            assertThat(alerts("")).hasSize(1);
            assertThat(alert.text("deviceId")).isEqualTo(name);
            assertThat(alert.text("stream")).isEqualTo("line");
            assertThat(alert.text("profile")).isEqualTo("field");
            assertThat(alert.at("divergence/scorePsi/value").node().getDoubleValue())
                    .isGreaterThan(0.25);

            say(device, Duration.ofHours(2), TestAnswers.usual(6, 300), 1_230);
            assertThat(alerts("&open=true")).isEmpty();
            assertThat(alerts("&open=false").getFirst().isNull("clearedAt")).isFalse();
        }
    }

    @Test
    void drift_isToldAsItIsRaised_andClearedWhenTheVersionServesNoMore() throws Exception {
        profile(Source.LAB, TestAnswers.usual(1, 400));
        List<String> told = new CopyOnWriteArrayList<>();
        try (Stream<String> events = hub.lines("/api/v1/events");
                TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            Thread.ofVirtual().start(() -> collect(events, told));
            Await.until("the events are heard", () -> told.contains("event: heartbeat"));
            say(device, Duration.ofMinutes(1), TestAnswers.drifted(2, 300), 300);
            assertThat(alerts("&open=true")).hasSize(1);
            Await.until(
                    "watching pages are told",
                    () -> told.stream().anyMatch(line -> line.contains("\"classPsi\"") && line.contains(name)));
        }

        watch(now.plus(Duration.ofHours(25))).look();

        assertThat(alerts("&open=true")).isEmpty();
    }

    private static void collect(Stream<String> events, List<String> told) {
        try {
            events.forEach(told::add);
        } catch (UncheckedIOException _) {
            // the test has ended the stream
        }
    }

    @Test
    void versionWithoutAnEvaluation_isComparedWithItsFirstWeek() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            say(device, Duration.ofDays(9), TestAnswers.usual(1, 300), 300);
            assertThat(plot("").text("profile/source")).isEqualTo("first-week");
            assertThat(plot("").number("profile/answers")).isEqualTo(300);

            say(device, Duration.ofHours(1), TestAnswers.drifted(2, 300), 600);
            assertThat(alerts("&open=true").getFirst().text("profile")).isEqualTo("first-week");
            assertThat(plot("").at("divergence/classPsi/value").node().getDoubleValue())
                    .isGreaterThan(0.25);
        }
    }

    @Test
    void versionInItsFirstWeek_hasNothingToBeComparedWith() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            say(device, Duration.ofDays(5), TestAnswers.usual(1, 300), 300);
            say(device, Duration.ofHours(1), TestAnswers.drifted(2, 300), 600);
        }
        assertThat(plot("").isNull("profile")).isTrue();
        assertThat(alerts("")).isEmpty();
    }

    @Test
    void oldWindows_becomeHours() throws Exception {
        var hour = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(1));
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            for (int i = 0; i < 12; i++) {
                device.say(
                        Topics.vitals(device.id()),
                        report(hour.plus(WINDOW.multipliedBy(i)).plusSeconds(1), TestAnswers.usual(i, 10)));
            }
            Await.until("all are there", () -> answers(day(hour)) == 120);
        }

        tidying(now.plus(Duration.ofDays(8))).tidy();

        assertThat(answers(day(hour))).isEqualTo(120);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void reportsThatCannotBe_areQuarantined_andTheNextOneCounts() throws Exception {
        List<byte[]> hostile = List.of(
                report(1, new long[] {-1}, 1, "Coat", now, now),
                report(Integer.MAX_VALUE, new long[] {1}, 1, "Coat", now, now),
                report(1, new long[] {Long.MAX_VALUE, Long.MAX_VALUE}, 1, "Coat", now, now),
                report(1, new long[] {9}, 1, "Coat", now, now),
                report(1, new long[] {1}, Long.MAX_VALUE, "Coat", now, now),
                report(1, new long[] {1}, 0, "Coat", now, now),
                report(1, new long[] {1}, 1, "Coat", now, now.minus(WINDOW)),
                report(1, new long[] {1}, 1, "Coat", Instant.EPOCH, now),
                report(-460, new long[2_000], 1, "Coat", now, now),
                report(-460, new long[60_000], 1, "Coat", now, now),
                "not even CBOR".getBytes(StandardCharsets.US_ASCII));
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            for (byte[] message : hostile) {
                device.publish(Topics.vitals(device.id()), message);
            }
            device.publish(Topics.hello(device.id()), report(1, new long[] {1}, 1, "Coat", now, now));
            device.publish(Topics.vitals(device.id()), report(1, new long[] {1}, 1, "Coat", now.minus(WINDOW), now));

            Await.until("the one that can be is shown", () -> answers("") == 1);
        }
        assertThat(quarantined()).as("and the one on the wrong topic").hasSize(hostile.size() + 1);
    }

    /** Says it, waits until it is there, and looks for drift. */
    private void say(TestDevice device, Duration ago, Behaviour behaviour, int answersThen) throws Exception {
        device.say(Topics.vitals(device.id()), report(now.minus(ago), behaviour));
        Await.until("it is there", () -> answers("&from=" + now.minus(Duration.ofDays(30))) == answersThen);
        hub.part(DriftWatch.class).look();
    }

    private BehaviourReport report(Instant to, Behaviour behaviour) {
        return new BehaviourReport(random.nextLong(), LINE, version, to.minus(WINDOW), to, 0, behaviour);
    }

    private void profile(Source source, Behaviour behaviour) {
        hub.part(Behaviours.class)
                .keep(version, new Profile(source, Optional.of(Sha256.of(new byte[] {1})), behaviour, now));
    }

    private DriftWatch watch(Instant at) {
        return new DriftWatch(
                hub.part(Jdbi.class),
                hub.part(JsonColumns.class),
                hub.part(IdSource.class),
                () -> at,
                hub.part(LiveEvents.class));
    }

    private Tidying tidying(Instant at) {
        InstantSource clock = () -> at;
        return new Tidying(hub.part(Jdbi.class), hub.part(Retention.class), clock);
    }

    private HttpResponse<String> get(String query) throws Exception {
        return hub.get("/api/v1/models/%s/versions/3/behaviour%s".formatted(version.model(), query));
    }

    private Json plot(String query) throws Exception {
        HttpResponse<String> answer = get(query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return hub.json(answer);
    }

    private long answers(String query) throws Exception {
        HttpResponse<String> answer = get("?points=1" + query);
        return answer.statusCode() == 404 ? 0 : hub.json(answer).number("points/0/answers");
    }

    private static String day(Instant hour) {
        return "&from=%s&until=%s".formatted(hour.minus(Duration.ofHours(1)), hour.plus(Duration.ofHours(2)));
    }

    private List<Json> alerts(String query) throws Exception {
        return hub.json(hub.get("/api/v1/drift-alerts?model=" + version.model() + query))
                .list("items");
    }

    private List<String> quarantined() throws Exception {
        return hub.json(hub.get("/api/v1/quarantine?limit=500")).list("items").stream()
                .filter(e -> !e.isNull("deviceId") && e.text("deviceId").equals(name))
                .map(e -> e.text("code"))
                .toList();
    }

    private long rows() {
        return hub.part(Jdbi.class)
                .withHandle(
                        handle -> handle.createQuery("SELECT count(*) FROM behaviour_window WHERE device_id = :device")
                                .bind("device", new DeviceId(name))
                                .mapTo(Long.class)
                                .one());
    }

    /** A report as no honest device would make it. */
    private byte[] report(int first, long[] counts, long answers, String label, Instant from, Instant to)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (CBORGenerator out = new CBORFactory().createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("v", 1);
            out.writeStringField("t", "behaviour");
            out.writeNumberField("id", random.nextLong());
            out.writeStringField("stream", "line");
            out.writeStringField("model", version.model().value());
            out.writeNumberField("version", 3);
            out.writeNumberField("from", from.toEpochMilli());
            out.writeNumberField("to", to.toEpochMilli());
            for (String sketch : List.of("scores", "micros")) {
                out.writeObjectFieldStart(sketch);
                out.writeNumberField("tiny", 0);
                out.writeNumberField("first", first);
                out.writeFieldName("counts");
                out.writeArray(counts, 0, counts.length);
                out.writeEndObject();
            }
            out.writeFieldName("labels");
            out.writeArray(new String[] {label}, 0, 1);
            out.writeFieldName("counts");
            out.writeArray(new long[] {answers}, 0, 1);
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
