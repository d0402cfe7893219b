package io.fieldloop.hub.retention;

import static io.fieldloop.hub.TestSampleBatches.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.message.Sample;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Policies for a stream of its own, so that the samples of other tests stay. */
@ExtendWith(SharedHub.class)
class RetentionRestTest {
    private static final String PATH = "/api/v1/retention";

    private final TestHub hub;
    private final TestRetention field;

    RetentionRestTest(TestHub hub) throws Exception {
        this.hub = hub;
        this.field = new TestRetention(hub);
    }

    @AfterEach
    void keepEverything() throws Exception {
        assertThat(put("*", "").statusCode()).isEqualTo(200);
    }

    @Test
    void count_keepsTheNewest_andWhatIsLabelledOrInASnapshot_asTheDryRunSaid() throws Exception {
        field.store(numbered(1, 10));
        field.change("UPDATE sample SET label_state = 'labelled' WHERE id = ?", uuid(2));
        freeze(3);
        String rules = rule("\"maxSamples\": 4, \"keepLabelled\": true");

        Json forecast = hub.json(hub.send("POST", PATH + "/dry-run", policy(rules)));

        assertThat(field.sequences()).as("a dry run deletes nothing").hasSize(10);
        assertThat(forecast.text("goes/0/reason")).isEqualTo("count");
        assertThat(forecast.number("goes/0/samples")).isEqualTo(4);
        assertThat(forecast.number("goes/0/sizeBytes")).isEqualTo(4 * 3);
        assertThat(forecast.list("stays").stream().map(s -> s.text("reason") + s.number("samples")))
                .containsExactly("labelled1", "snapshot1");
        put("*", rules);
        Await.until("all but those are gone", () -> field.sequences().equals(List.of(2L, 3L, 7L, 8L, 9L, 10L)));
        Await.until("the run is over", () -> !last().isNull("endedAt"));
        assertThat(last().text("kind")).isEqualTo("policy");
        assertThat(last().number("counts/0/samples")).isEqualTo(4);
        assertThat(field.audited("deletion.end", field.stream + " by count: 4 samples, 12 bytes"))
                .hasSize(1);
        assertThat(field.counted()).as("what arrived has arrived").isEqualTo(10);
    }

    @Test
    void ageAndSize_letGoTheOldest_eachForItsOwnReason() throws Exception {
        field.store(numbered(1, 6));
        field.change(
                "UPDATE sample SET id = ? WHERE id = ?", UUID.fromString("018bcfe5-6800-7000-8000-" + tail()), uuid(1));

        Json forecast = hub.json(hub.send(
                "POST",
                PATH + "/dry-run",
                policy(rule("\"maxAgeDays\": 30, \"maxBytes\": 7, \"keepLabelled\": false"))));

        assertThat(forecast.list("goes").stream().map(g -> g.text("reason") + g.number("samples")))
                .containsExactly("age1", "size3");
    }

    private String tail() {
        return UUID.randomUUID().toString().substring(24);
    }

    @Test
    void firstRule_thatIsForASample_decides() throws Exception {
        field.store(numbered(1, 3));
        String keeps = "{\"stream\": \"%s\", \"keepLabelled\": false}".formatted(field.stream);

        Json forecast = hub.json(hub.send(
                "POST", PATH + "/dry-run", policy(keeps + "," + rule("\"maxSamples\": 1, \"keepLabelled\": false"))));

        assertThat(forecast.list("goes")).isEmpty();
    }

    @Test
    void group_isOfDevicesWithItsLabels() throws Exception {
        field.store(numbered(1, 3));
        field.change("UPDATE device SET labels = ?::jsonb WHERE id = ?", "{\"site\": \"north\"}", field.device.value());
        Map<String, Integer> expected = Map.of("north", 1, "south", 0);
        for (var site : expected.entrySet()) {
            Json forecast =
                    hub.json(hub.send("POST", PATH + "/dry-run", policy("""
                    {"stream": "%s", "labels": {"site": "%s"}, "maxSamples": 1, "keepLabelled": false}""".formatted(field.stream, site.getKey()))));

            assertThat(forecast.list("goes")).as(site.getKey()).hasSize(site.getValue());
        }
    }

    @Test
    void deletedSample_thatComesAgain_isNotStoredAgain() throws Exception {
        field.store(numbered(1, 3));
        put("*", rule("\"maxSamples\": 1, \"keepLabelled\": false"));
        Await.until("two are gone", () -> field.sequences().equals(List.of(3L)));
        put("*", "");

        assertThat(field.store(numbered(1, 4))).as("only the new one").isEqualTo(1);

        assertThat(field.sequences()).containsExactly(3L, 4L);
        assertThat(field.counted()).isEqualTo(4);
        assertThat(field.number(
                        "SELECT count(*) FROM deleted_sample WHERE device_id = ? AND sequences = '{[0,2)}'",
                        field.device.value()))
                .as("neighbours are one range")
                .isEqualTo(1);
    }

    @Test
    void media_goesWithTheLastSampleThatHasIt() throws Exception {
        Bytes shared = Bytes.copyOf(TestHub.name("shared").getBytes(StandardCharsets.UTF_8));
        field.store(sample(1, "image/png", shared));
        field.store(numbered(2, 2));
        field.store(sample(3, "image/png", shared));
        field.store(numbered(4, 4));
        put("*", rule("\"maxSamples\": 2, \"keepLabelled\": false"));
        Await.until("the first two are gone", () -> field.sequences().equals(List.of(3L, 4L)));
        Await.until("their media are judged", () -> isJudged(shared));
        assertThat(stored(shared)).isEqualTo(1);

        put("*", rule("\"maxSamples\": 1, \"keepLabelled\": false"));

        Await.until("it is gone", () -> stored(shared) == 0);
    }

    private long stored(Bytes content) {
        return field.number("SELECT count(*) FROM small_blob WHERE sha256 = ?", (Object)
                content.sha256().toArray());
    }

    private boolean isJudged(Bytes content) {
        return field.number("SELECT count(*) FROM loose_blob WHERE sha256 = ?", (Object)
                        content.sha256().toArray())
                == 0;
    }

    @Test
    void policy_thatMakesNoSense_isRefusedPointingThere() throws Exception {
        Map<String, String> wrong = Map.of(
                "{\"keepLabelled\": false},{\"keepLabelled\": false}",
                "/rules/0",
                rule("\"maxAgeDays\": 0, \"keepLabelled\": false"),
                "/rules/0/maxAgeDays",
                rule("\"maxBytes\": -1, \"keepLabelled\": false"),
                "/rules/0/maxBytes",
                rule("\"labels\": {\"A B\": \"c\"}, \"keepLabelled\": false"),
                "/rules/0/labels");
        for (var rules : wrong.entrySet()) {
            HttpResponse<String> answer = put("*", rules.getKey());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("\"pointer\":\"%s\"".formatted(rules.getValue()));
        }
    }

    @Test
    void policy_isReplacedByAdmins_whoSayWhichOne() throws Exception {
        String before = hub.get(PATH).headers().firstValue("ETag").orElseThrow();

        assertThat(put(null, "").statusCode()).isEqualTo(428);
        assertThat(put(before, "").statusCode()).isEqualTo(200);
        assertThat(put(before, "").statusCode()).isEqualTo(412);
        HttpResponse<String> operator = hub.send(hub.as(hub.token("operator"), PATH)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .PUT(BodyPublishers.ofString(policy(""))));
        assertThat(operator.statusCode()).isEqualTo(403);
        assertThat(field.audited("retention.policy", "revision ")).isNotEmpty();
    }

    private HttpResponse<String> put(@Nullable String tag, String rules) throws Exception {
        var request = hub.request(PATH).header("Content-Type", "application/json");
        if (tag != null) {
            request.header("If-Match", tag);
        }
        return hub.send(request.PUT(BodyPublishers.ofString(policy(rules))));
    }

    private static String policy(String rules) {
        return "{\"rules\": [%s]}".formatted(rules);
    }

    private String rule(String bounds) {
        return "{\"stream\": \"%s\", %s}".formatted(field.stream, bounds);
    }

    /** The newest deletion. */
    private Json last() throws Exception {
        return hub.json(hub.get("/api/v1/deletions?limit=1")).at("items/0");
    }

    private UUID uuid(long sequence) throws Exception {
        return UUID.fromString(field.id(sequence));
    }

    /** Puts the content of a sample into a snapshot. */
    private void freeze(long sequence) throws Exception {
        String name = TestHub.name("frozen");
        field.change("INSERT INTO model VALUES (?, '', 'image-classification', '{a}', 0.5, 0, 0, 0, 0, now())", name);
        field.change("INSERT INTO dataset VALUES (?, ?, '', now())", name, name);
        field.change("INSERT INTO snapshot VALUES (sha256(?::bytea), ?, 1, 0.5, 1, '[]', now())", name, name);
        field.change("""
                INSERT INTO snapshot_item SELECT sha256(?::bytea), media, 'a', 'field', 'train' FROM sample WHERE id = ?""", name, uuid(sequence));
    }

    /** Each of three bytes of its own. */
    private static Sample[] numbered(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(n -> sample(n, "image/png", Bytes.copyOf(new byte[] {1, 2, (byte) n})))
                .toArray(Sample[]::new);
    }
}
