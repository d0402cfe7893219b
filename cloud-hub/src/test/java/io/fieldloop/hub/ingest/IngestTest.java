package io.fieldloop.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestDevice.LastWill;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.Hello;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.message.Serving;
import io.fieldloop.protocol.message.ShadowCounts;
import io.fieldloop.protocol.message.Vitals;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.wire.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class IngestTest {
    private static final StreamName LINE = new StreamName("line");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final TestHub hub;
    private final String name = TestHub.name("camera");

    IngestTest(TestHub hub) {
        this.hub = hub;
    }

    @Test
    void samples_sentTwiceAndOutOfOrder_areStoredOnceAndReceiptedOnceCommitted() throws Exception {
        List<SampleBatch> batches = new ArrayList<>();
        for (int first = 1; first <= 2_000; first += 50) {
            batches.add(TestSampleBatches.of(1, LINE, first, 50));
        }
        List<SampleBatch> sent = new ArrayList<>(batches);
        sent.addAll(batches);
        Collections.shuffle(sent, new Random(7));

        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            for (SampleBatch batch : sent) {
                device.say(Topics.samples(device.id(), LINE), batch);
            }
            Set<Long> receipted = new TreeSet<>();
            while (receipted.size() < 2_000) {
                Receipts receipts = device.hearReceipts();
                assertThat(receipts.epoch()).isEqualTo(1);
                assertThat(receipts.stream()).isEqualTo(LINE);
                for (SequenceRange range : receipts.ranges()) {
                    for (long sequence = range.first(); sequence <= range.last(); sequence++) {
                        receipted.add(sequence);
                    }
                }
                assertThat(ledger(name).number("stored"))
                        .as("a receipt comes after the commit")
                        .isGreaterThanOrEqualTo(receipted.size());
            }
        }
        assertThat(ledger(name).number("stored")).isEqualTo(2_000);
        assertThat(allSamples(name)).hasSize(2_000).doesNotHaveDuplicates();
    }

    private Json ledger(String device) throws Exception {
        return hub.json(hub.get("/api/v1/devices/" + device)).at("ledger");
    }

    private List<Long> allSamples(String device) throws Exception {
        List<Long> sequences = new ArrayList<>();
        String path = "/api/v1/samples?limit=500&device=" + device;
        Json page = hub.json(hub.get(path));
        page.list("items").forEach(s -> sequences.add(s.number("sequence")));
        while (!page.isNull("next")) {
            page = hub.json(hub.get(path + "&cursor=" + page.text("next")));
            page.list("items").forEach(s -> sequences.add(s.number("sequence")));
        }
        return sequences;
    }

    @Test
    void messagesOfNoUse_areQuarantinedAndCountedAndTheOthersStored() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            String samples = Topics.samples(device.id(), LINE);
            device.publish(samples, new byte[] {1, 2, 3});
            device.publish(samples, new byte[(1 << 20) + 1]);
            device.say(Topics.vitals(device.id()), TestSampleBatches.of(1, LINE, 1, 1));
            device.say(samples, TestSampleBatches.of(1, new StreamName("other"), 1, 1));
            device.say(Topics.hello(device.id()), new Hello("nul \0", "Linux", "amd64", List.of(), NOW));
            device.say(samples, TestSampleBatches.of(1, LINE, 1, 3));

            assertThat(device.hearReceipts().ranges()).containsExactly(new SequenceRange(1, 3));
        }
        Await.until("five messages are quarantined", () -> quarantined().size() == 5);
        assertThat(quarantined())
                .containsExactlyInAnyOrder(
                        "MESSAGE_UNREADABLE",
                        "MESSAGE_TOO_LARGE",
                        "MESSAGE_FOREIGN",
                        "MESSAGE_FOREIGN",
                        "MESSAGE_UNRESOLVED");
        assertThat(hub.get("/prometheus").body())
                .contains("fieldloop_messages_quarantined_total{code=\"MESSAGE_TOO_LARGE\"}");
        assertThat(ledger(name).number("stored")).isEqualTo(3);
    }

    private List<String> quarantined() throws Exception {
        return hub.json(hub.get("/api/v1/quarantine?limit=500")).list("items").stream()
                .filter(e -> !e.isNull("deviceId") && e.text("deviceId").equals(name))
                .map(e -> e.text("code"))
                .toList();
    }

    @Test
    void device_thatTellsOfItself_isShown() throws Exception {
        ModelRef model = ModelRef.of("fashion", 3);
        var shadow = new ShadowCounts(LINE, new ModelName("fashion-large"), Optional.of(2), 9, 4, 1, 0);
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            device.say(
                    Topics.hello(device.id()), new Hello("1.0", "Linux", "amd64", List.of("onnxruntime 1.29.0"), NOW));
            device.say(
                    Topics.state(device.id()),
                    new DeviceState(true, NOW, List.of(new Serving(LINE, model, "onnx-fp32", "cpu"))));
            device.say(
                    Topics.vitals(device.id()),
                    new Vitals(
                            NOW,
                            10,
                            1,
                            2,
                            300,
                            400,
                            5_000,
                            600,
                            70,
                            80,
                            9,
                            List.of(),
                            List.of(shadow),
                            Optional.empty()));

            Await.until("its vitals are shown", () -> !shown().isNull("vitals"));
            Json shown = shown();
            assertThat(shown.text("state")).isEqualTo("online");
            assertThat(shown.text("agentVersion")).isEqualTo("1.0");
            assertThat(shown.text("platform")).isEqualTo("Linux amd64");
            assertThat(shown.text("runtimes/0")).isEqualTo("onnxruntime 1.29.0");
            assertThat(shown.text("serving/0/model")).isEqualTo("fashion");
            assertThat(shown.number("serving/0/version")).isEqualTo(3);
            assertThat(shown.number("vitals/latencyP95Micros")).isEqualTo(400);
            assertThat(shown.text("vitals/shadows/0/model")).isEqualTo("fashion-large");
            assertThat(shown.number("vitals/shadows/0/version")).isEqualTo(2);
            assertThat(shown.number("vitals/shadows/0/disagreed")).isEqualTo(4);
            assertThat(shown.text("vitals/at")).isEqualTo("2026-11-22T12:00:00Z");
        }
    }

    private Json shown() throws Exception {
        return hub.json(hub.get("/api/v1/devices/" + name));
    }

    @Test
    void device_whosePowerGoes_isOfflineAndKeepsWhatItServed() throws Exception {
        TestDevice device = TestDevice.enrolled(hub, name);
        assertThat(shown().text("state")).isEqualTo("new");
        device.connectAs(
                name, new LastWill(Topics.state(device.id()), Wire.encode(new DeviceState(false, NOW, List.of()))));
        var serving = List.of(new Serving(LINE, ModelRef.of("fashion", 3), "onnx-fp32", "cpu"));
        device.say(Topics.state(device.id()), new DeviceState(true, NOW, serving));
        Await.until("it is online", () -> shown().text("state").equals("online"));

        device.vanish();

        Await.until("it is offline", () -> shown().text("state").equals("offline"));
        assertThat(shown().list("serving")).hasSize(1);
        device.close();
    }

    @Test
    void ledger_isHeldAgainstWhatTheHubStored() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            device.say(Topics.samples(device.id(), LINE), TestSampleBatches.of(1, LINE, 1, 4));
            device.hearReceipts();
            device.say(Topics.ledger(device.id()), account(10, 4, 3, 3));
            Await.until("its account is shown", () -> ledger(name).number("captured") == 10);
            assertThat(ledger(name).flag("addsUp")).isTrue();

            device.say(Topics.ledger(device.id()), account(11, 6, 2, 3));
            Await.until("its new account is shown", () -> ledger(name).number("captured") == 11);
        }
        assertThat(ledger(name).flag("addsUp")).isFalse();
        assertThat(ledger(name).number("gap")).isEqualTo(2);
        assertThat(hub.json(hub.get("/api/v1/overview")).number("samples/gap")).isGreaterThanOrEqualTo(2);
        Json account =
                hub.json(hub.get("/api/v1/devices/%s/ledger".formatted(name))).at("streams/0");
        assertThat(account.number("stored")).isEqualTo(4);
        assertThat(account.number("gap")).isEqualTo(2);
        assertThat(account.number("evicted/OUTBOX_FULL")).isEqualTo(3);
    }

    @Test
    void ledger_thatComesLate_replacesNoNewerOne() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            device.say(Topics.ledger(device.id()), account(10, 7, 0, 3));
            device.say(Topics.ledger(device.id()), account(10, 4, 3, 3));
            device.say(Topics.samples(device.id(), LINE), TestSampleBatches.of(1, LINE, 1, 4));
            device.hearReceipts();
        }
        assertThat(ledger(name).number("acknowledged")).isEqualTo(7);
        assertThat(ledger(name).number("queued")).isZero();
    }

    private static LedgerReport account(long captured, long acknowledged, long queued, long evicted) {
        return new LedgerReport(
                1,
                List.of(new LedgerReport.Account(
                        LINE, captured, acknowledged, queued, Map.of(EvictionReason.OUTBOX_FULL, evicted))));
    }

    @Test
    void deployment_isShownAsReportedLast() throws Exception {
        var rollout = new RolloutId(UUID.randomUUID());
        ModelRef model = ModelRef.of("fashion", 4);
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            String topic = Topics.deployment(device.id());
            device.say(topic, new DeploymentReport(rollout, 1, model, Stage.TRIALLING, Optional.empty(), NOW));
            var failure = new Failure(FailureCode.TRIAL_TOO_SLOW, "9 ms, not 5 ms");
            device.say(topic, new DeploymentReport(rollout, 1, model, Stage.REJECTED, Optional.of(failure), NOW));

            Await.until(
                    "the deployment is rejected",
                    () -> deployments().stream().anyMatch(d -> d.text("stage").equals("REJECTED")));
        }
        assertThat(deployments()).hasSize(1);
        Json deployment = deployments().getFirst();
        assertThat(deployment.text("rolloutId")).isEqualTo(rollout.toString());
        assertThat(deployment.text("failure/code")).isEqualTo("TRIAL_TOO_SLOW");
        assertThat(deployment.text("failure/owner")).isEqualTo("MODEL");
    }

    private List<Json> deployments() throws Exception {
        return hub.json(hub.get("/api/v1/devices/%s/deployments".formatted(name)))
                .list("items");
    }

    @Test
    void media_comesBackAsItWasCaptured() throws Exception {
        Bytes png = Bytes.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3});
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            device.say(
                    Topics.samples(device.id(), LINE),
                    TestSampleBatches.of(1, LINE, TestSampleBatches.sample(1, "image/png", png)));
            device.say(
                    Topics.samples(device.id(), LINE),
                    TestSampleBatches.of(1, LINE, TestSampleBatches.sample(2, "text/html", png)));
            device.hearReceipts();
            device.say(
                    Topics.samples(device.id(), LINE),
                    TestSampleBatches.of(1, LINE, TestSampleBatches.sample(3, "audio/wav", png)));
            Await.until("all are stored", () -> ledger(name).number("stored") == 3);
        }
        List<Json> samples = hub.json(hub.get("/api/v1/samples?device=" + name)).list("items");
        assertThat(samples).extracting(sample -> sample.text("mediaType")).contains("audio/wav");
        for (Json sample : samples) {
            boolean shown = !sample.text("mediaType").equals("text/html");
            var answer = hub.bytes("/api/v1/samples/%s/media".formatted(sample.text("id")));
            assertThat(answer.body()).isEqualTo(png.toArray());
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue(shown ? sample.text("mediaType") : "application/octet-stream");
            assertThat(answer.headers().firstValue("Content-Disposition").isPresent())
                    .isEqualTo(!shown);
            assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("immutable");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("sandbox");
            assertThat(answer.headers().firstValue("ETag")).hasValue("\"" + png.sha256() + "\"");
        }
    }
}
