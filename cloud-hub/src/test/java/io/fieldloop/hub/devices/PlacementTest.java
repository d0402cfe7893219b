package io.fieldloop.hub.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.models.placement.PlacementCertificate;
import io.fieldloop.models.placement.PlacementCertificate.Measured;
import io.fieldloop.models.placement.SignedPlacement;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.Serving;
import io.fieldloop.protocol.topic.Topics;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What devices prove of where their models run. */
@ExtendWith(SharedHub.class)
class PlacementTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final ModelRef MODEL = ModelRef.of("fashion", 3);
    private static final Accelerator NPU = Accelerator.parse("tflite:/usr/lib/libnpu.so");

    private final TestHub hub;
    private final String name = TestHub.name("npu");

    PlacementTest(TestHub hub) {
        this.hub = hub;
    }

    /** An NPU was asked for, and the processor runs it. */
    private static SignedPlacement fallback(DeviceId device, PrivateKey key) throws Exception {
        return SignedPlacement.sign(
                new PlacementCertificate(
                        device,
                        MODEL,
                        "tflite-int8",
                        Sha256.of(new byte[0]),
                        List.of(NPU),
                        Accelerator.CPU,
                        Optional.of("device not found"),
                        new Placement(Map.of("cpu", Map.of("Conv2d", 12, "Softmax", 1))),
                        new Measured(900, 1_000, OptionalLong.empty(), 0),
                        List.of("tflite 2.21.0"),
                        NOW),
                key);
    }

    private void tell(TestDevice device, Optional<Bytes> placement) throws Exception {
        var serving = new Serving(new StreamName("line"), MODEL, "tflite-int8", "cpu", placement);
        device.say(Topics.state(device.id()), new DeviceState(true, NOW, List.of(serving)));
        Await.until("it serves", () -> !shown().list("serving").isEmpty());
    }

    private Json shown() throws Exception {
        return hub.json(hub.get("/api/v1/devices/" + name));
    }

    private List<String> found(String placement) throws Exception {
        return hub.json(hub.get("/api/v1/devices?q=" + name + "&placement=" + placement)).list("items").stream()
                .map(device -> device.text("id"))
                .toList();
    }

    @Test
    void placement_signedByTheDevice_isShownAndFound() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            tell(device, Optional.of(fallback(device.id(), device.key()).envelope()));

            Json placement = shown().at("serving/0/placement");
            assertThat(placement.text("standing")).isEqualTo("fallback");
            assertThat(placement.text("asked/0")).isEqualTo(NPU.toString());
            assertThat(placement.text("fallback")).isEqualTo("device not found");
            assertThat(placement.number("operators/cpu/Conv2d")).isEqualTo(12);
            assertThat(placement.number("latencyMicros")).isEqualTo(900);
            assertThat(found("fallback")).containsExactly(name);
            assertThat(found("whole")).isEmpty();
        }
    }

    @Test
    void placement_signedByAnotherKeyOrForAnotherDeviceOrDamaged_isNotBelieved() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            for (Bytes untrue : List.of(
                    fallback(device.id(), TestDevice.newKeyPair().getPrivate()).envelope(),
                    fallback(new DeviceId("another"), device.key()).envelope(),
                    Bytes.copyOf(new byte[] {1, 2, 3}),
                    Bytes.copyOf(new byte[SignedPlacement.MAX_SIZE_BYTES + 1]))) {
                tell(device, Optional.of(untrue));
                assertThat(shown().isNull("serving/0/placement")).isTrue();
            }
            assertThat(found("fallback")).isEmpty();
        }
    }

    @Test
    void placement_thatIsNotTold_isNotKnown() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            tell(device, Optional.empty());
            assertThat(shown().isNull("serving/0/placement")).isTrue();
            assertThat(found("unasked")).isEmpty();
        }
    }

    @Test
    void devices_ofAStandingThatIsNone_areARequestThatIsWrong() throws Exception {
        assertThat(hub.get("/api/v1/devices?placement=fast").statusCode()).isEqualTo(400);
    }
}
