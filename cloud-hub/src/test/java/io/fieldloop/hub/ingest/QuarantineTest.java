package io.fieldloop.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.hub.mqtt.Delivery;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.message.Vitals;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.wire.Wire;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class QuarantineTest {
    private static final StreamName LINE = new StreamName("line");

    private final TestHub hub;
    private final DeviceId device = new DeviceId(TestHub.name("stranger"));

    QuarantineTest(TestHub hub) {
        this.hub = hub;
    }

    @Test
    void samplesOfAStranger_retriedOnceItIsEnrolled_areStoredAndReceipted() throws Exception {
        arrive(Topics.samples(device, LINE), TestSampleBatches.of(1, LINE, 1, 3));
        String id = quarantined().getFirst().text("id");
        assertThat(hub.json(retry(id)).text("detail")).contains("MESSAGE_UNRESOLVED", "not enrolled");
        assertThat(hub.get("/api/v1/quarantine/" + id).statusCode()).isEqualTo(200);

        try (TestDevice enrolled = TestDevice.enrolled(hub, device.value()).connect()) {
            assertThat(retry(id).statusCode()).isEqualTo(204);

            assertThat(enrolled.hearReceipts().ranges()).containsExactly(new SequenceRange(1, 3));
        }
        assertThat(hub.json(hub.get("/api/v1/samples?device=" + device)).list("items"))
                .hasSize(3);
        assertThat(quarantined()).isEmpty();
        assertThat(retry(id).statusCode()).isEqualTo(404);
        assertThat(hub.get("/api/v1/audit?limit=500").body()).contains("quarantine.retry", id);
    }

    @Test
    void message_thatComesAgain_isKeptOnceAndCounted() throws Exception {
        arrive(Topics.samples(device, LINE), TestSampleBatches.of(1, LINE, 1, 1));
        arrive(Topics.samples(device, LINE), TestSampleBatches.of(1, LINE, 1, 1));

        assertThat(quarantined()).hasSize(1);
        assertThat(quarantined().getFirst().number("times")).isEqualTo(2);
    }

    @Test
    void payload_comesBackAsItCame() throws Exception {
        byte[] payload = Wire.encode(TestSampleBatches.of(1, LINE, 1, 1));
        arrive(Topics.samples(device, LINE), TestSampleBatches.of(1, LINE, 1, 1));

        String id = quarantined().getFirst().text("id");
        assertThat(hub.bytes("/api/v1/quarantine/%s/payload".formatted(id)).body())
                .isEqualTo(payload);
    }

    @Test
    void whatADeviceSaidOfItself_cannotBeRetriedButDiscarded() throws Exception {
        arrive(
                Topics.vitals(device),
                new Vitals(
                        Instant.EPOCH,
                        10,
                        1,
                        2,
                        300,
                        400,
                        5_000,
                        600,
                        70,
                        80,
                        0,
                        List.of(),
                        List.of(),
                        Optional.empty()));
        Json entry = quarantined().getFirst();
        String path = "/api/v1/quarantine/" + entry.text("id");
        assertThat(entry.flag("retryable")).isFalse();
        assertThat(retry(entry.text("id")).statusCode()).isEqualTo(409);

        assertThat(hub.send(hub.as(hub.token("viewer"), path).DELETE()).statusCode())
                .isEqualTo(403);
        assertThat(hub.send(hub.request(path).DELETE()).statusCode()).isEqualTo(204);
        assertThat(hub.send(hub.request(path).DELETE()).statusCode()).isEqualTo(404);
        assertThat(hub.get("/api/v1/audit?limit=500").body()).contains("quarantine.discard", entry.text("id"));
    }

    /** Takes in a message as ingestion does. */
    private void arrive(String topic, DeviceMessage message) throws Exception {
        var delivery = new Delivery(topic, Wire.encode(message), Instant.EPOCH, () -> {});
        hub.part(BatchWriter.class).write(Batch.of(List.of(Parcel.open(delivery))));
    }

    private List<Json> quarantined() throws Exception {
        return hub.json(hub.get("/api/v1/quarantine?limit=500")).list("items").stream()
                .filter(e -> !e.isNull("deviceId") && e.text("deviceId").equals(device.value()))
                .toList();
    }

    private HttpResponse<String> retry(String id) throws Exception {
        return hub.send(hub.request("/api/v1/quarantine/%s/retry".formatted(id)).POST(BodyPublishers.noBody()));
    }
}
