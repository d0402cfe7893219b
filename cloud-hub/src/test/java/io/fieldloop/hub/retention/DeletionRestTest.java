package io.fieldloop.hub.retention;

import static io.fieldloop.hub.TestSampleBatches.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.datasets.TestDataset;
import io.fieldloop.hub.labelling.TestLabels;
import io.fieldloop.hub.samples.Samples;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Sample;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people ask to be deleted. */
@ExtendWith(SharedHub.class)
class DeletionRestTest {
    private static final String PATH = "/api/v1/deletions";

    private final TestHub hub;
    private final TestRetention field;
    private final String model = TestHub.name("erased");

    DeletionRestTest(TestHub hub) throws Exception {
        this.hub = hub;
        this.field = new TestRetention(hub);
    }

    @Test
    void samplesOfADevice_goWithLabelsMediaAndTheContentOfSnapshots_andNothingElseDoes() throws Exception {
        field.change(
                "INSERT INTO model VALUES (?, '', 'image-classification', '{bag}', 0.5, 0, 0, 0, 0, now())", model);
        Sample sample = captured(1);
        field.store(sample, captured(2));
        String id = field.id(1);
        new TestLabels(hub).label(UUID.fromString(id), "bag");
        Sha256 snapshot = new TestDataset(hub, new ModelName(model)).snapshotWithoutTest();
        quarantine();

        Json forecast = hub.json(ask("/dry-run", device()));
        assertThat(forecast.number("goes/0/samples")).isEqualTo(2);
        assertThat(forecast.number("labelled")).isEqualTo(1);
        assertThat(forecast.number("quarantined")).isEqualTo(1);
        assertThat(forecast.text("snapshots/0/snapshot")).isEqualTo(snapshot.hex());
        assertThat(forecast.number("snapshots/0/items")).isEqualTo(1);
        assertThat(field.sequences()).as("a dry run deletes nothing").containsExactly(1L, 2L);

        Json deletion = carriedOut(device());

        assertThat(deletion.number("counts/0/samples")).isEqualTo(2);
        assertThat(field.sequences()).isEmpty();
        assertThat(hub.get("/api/v1/samples/" + id).statusCode()).isEqualTo(404);
        assertThat(field.number("SELECT count(*) FROM labelling_task WHERE id = ?", UUID.fromString(id)))
                .isZero();
        Await.until(
                "the media is gone",
                () -> hub.part(BlobStore.class).size(sample.media().sha256()).isEmpty());
        Json item = hub.json(hub.get("/api/v1/snapshots/%s/items".formatted(snapshot)))
                .at("items/0");
        assertThat(item.flag("erased")).isTrue();
        assertThat(item.text("media"))
                .as("its digest stays")
                .isEqualTo(sample.media().sha256().hex());
        assertThat(field.number("SELECT count(*) FROM quarantine WHERE device_id = ?", field.device.value()))
                .isZero();
        assertThat(field.audited("deletion", deletion.text("id"))).hasSize(2);
        assertThat(field.store(sample)).as("it does not come back").isZero();
        assertThat(field.counted()).isEqualTo(2);
    }

    @Test
    void samplesOfATime_goAndThoseBeforeAndAfterStay() throws Exception {
        field.store(captured(1));
        Instant from = arrival(1).plusMillis(1);
        Await.until("time goes on", () -> Instant.now().isAfter(from));
        field.store(captured(2));
        Instant until = arrival(2).plusMillis(1);
        Await.until("time goes on", () -> Instant.now().isAfter(until));
        field.store(captured(3));

        carriedOut("\"device\": \"%s\", \"stream\": \"%s\", \"from\": \"%s\", \"until\": \"%s\""
                .formatted(field.device, field.stream, from, until));

        assertThat(field.sequences()).containsExactly(1L, 3L);
    }

    private Instant arrival(long sequence) throws Exception {
        return Instant.ofEpochMilli(UUID.fromString(field.id(sequence)).getMostSignificantBits() >>> 16);
    }

    @Test
    void request_thatTheHubDidNotFinish_isFinishedByTheNext() throws Exception {
        field.store(captured(1), captured(2));
        UUID id = UUID.randomUUID();
        var scope = new DeletionScope(
                field.device, null, Instant.EPOCH, Instant.now().plusSeconds(1));
        hub.part(Jdbi.class)
                .useHandle(handle ->
                        new DeletionTable(handle).insertRequest(id, scope, "a test", "tester", Instant.EPOCH));

        hub.part(Bell.class).ring();

        Await.until("it is over", () -> !deletion(id.toString()).isNull("endedAt"));
        assertThat(field.sequences()).isEmpty();
    }

    @Test
    void sampleThatComesAgain_whileItIsBeingDeleted_isNotStored() throws Exception {
        Sample sample = captured(1);
        field.store(sample);
        UUID id = UUID.fromString(field.id(1));
        CompletableFuture<Integer> again;
        try (var deleting = hub.part(Jdbi.class).open()) {
            deleting.begin();
            hub.part(Samples.class).delete(deleting, List.of(id));
            again = CompletableFuture.supplyAsync(() -> field.store(sample));
            Await.until(
                    "it waits",
                    () -> field.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0);
            deleting.commit();
        }

        assertThat(again.get()).isZero();
        assertThat(field.sequences()).isEmpty();
    }

    @Test
    void request_thatMakesNoSense_isRefusedPointingThere() throws Exception {
        assertRefused("", "/device");
        assertRefused("\"device\": \"nobody\"", "/device");
        assertRefused("\"from\": \"2100-01-01T00:00:00Z\"", "/from");
        assertRefused("\"from\": \"2020-01-02T00:00:00Z\", \"until\": \"2020-01-01T00:00:00Z\"", "/until");
    }

    private void assertRefused(String request, String pointer) throws Exception {
        for (String path : List.of("", "/dry-run")) {
            HttpResponse<String> answer = ask(path, request);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("\"pointer\":\"%s\"".formatted(pointer));
        }
    }

    @Test
    void request_ofAnOperator_isForbidden() throws Exception {
        HttpResponse<String> answer = hub.send(hub.as(hub.token("operator"), PATH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{%s, \"note\": \"a test\"}".formatted(device()))));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    private Json carriedOut(String request) throws Exception {
        HttpResponse<String> answer = ask("", request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String id = hub.json(answer).text("id");
        Await.until("it is over", () -> !deletion(id).isNull("endedAt"));
        return deletion(id);
    }

    private HttpResponse<String> ask(String path, String request) throws Exception {
        String comma = request.isEmpty() ? "" : ",";
        return hub.send("POST", PATH + path, "{%s%s \"note\": \"a test\"}".formatted(request, comma));
    }

    private Json deletion(String id) throws Exception {
        return hub.json(hub.get(PATH + "/" + id));
    }

    private String device() {
        return "\"device\": \"%s\"".formatted(field.device);
    }

    private void quarantine() {
        field.change("""
                INSERT INTO quarantine (id, at, last_at, digest, device_id, topic, code, detail, size_bytes, payload)
                VALUES (gen_random_uuid(), now(), now(), sha256(?::bytea), ?, 't', 'c', 'd', 1, 'x')""", model, field.device.value());
    }

    private Sample captured(long sequence) {
        Bytes media = Bytes.copyOf("%s %d".formatted(model, sequence).getBytes(StandardCharsets.UTF_8));
        return sample(sequence, "image/png", media, ModelRef.of(model, 1), "bag", 0.9, "random");
    }
}
