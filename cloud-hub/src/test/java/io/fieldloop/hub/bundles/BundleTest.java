package io.fieldloop.hub.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.hub.security.HubKeys;
import io.fieldloop.models.bundle.BundleFile;
import io.fieldloop.models.bundle.BundleIndex.Purpose;
import io.fieldloop.models.bundle.BundleWriter;
import io.fieldloop.models.bundle.Part.Content;
import io.fieldloop.models.dsse.EnvelopeSignature;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.message.Upload;
import io.fieldloop.protocol.wire.Wire;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedHub.class)
class BundleTest {
    private static final StreamName LINE = new StreamName("line");
    private static final int MOST_BYTES = 1 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit gives it
    private Path folder;

    private final TestHub hub;
    private final String name = TestHub.name("carried");
    private final TestDevice device;
    private final byte[] media = new byte[2 << 20];

    BundleTest(TestHub hub) throws Exception {
        this.hub = hub;
        this.device = TestDevice.enrolled(hub, name);
        new Random().nextBytes(media);
    }

    @Test
    void samples_thatCameByABundle_areStoredOnce_andTheReceiptsAreOfTheHub() throws Exception {
        Path bundle = samples(name, device.key());

        for (int time = 0; time < 2; time++) {
            HttpResponse<byte[]> answer = take(Files.readAllBytes(bundle));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Fieldloop-Samples")).hasValue("4");
            assertThat(answer.headers().firstValue("Fieldloop-Refused")).hasValue("0");
            BundleFile receipts = opened(answer.body());
            receipts.require(Purpose.RECEIPTS, new DeviceId(name));
            assertThat(message(receipts)).isEqualTo(new Receipts(7, LINE, List.of(new SequenceRange(1, 4))));
        }

        assertThat(stored()).hasSize(4);
        assertThat(stored().stream().map(sample -> sample.number("sizeBytes"))).contains((long) media.length);
    }

    @Test
    void sample_thatAlsoCameByTheBroker_isStoredOnce() throws Exception {
        try (TestDevice connected = device.connect()) {
            connected.say("fieldloop/v1/d/%s/samples/line".formatted(name), TestSampleBatches.of(7, LINE, 2, 1));
            assertThat(connected.hearReceipts().ranges()).containsExactly(new SequenceRange(2, 2));
        }

        take(Files.readAllBytes(samples(name, device.key())));

        assertThat(stored()).hasSize(4);
    }

    @Test
    void bundle_thatIsNotToBeTrusted_isRefused_andNothingIsStored() throws Exception {
        TestDevice other = TestDevice.enrolled(hub, TestHub.name("other"));
        byte[] forged = Files.readAllBytes(samples(name, other.key()));
        byte[] flipped = Files.readAllBytes(samples(name, device.key()));
        flipped[flipped.length / 2]++;
        byte[] stranger = Files.readAllBytes(samples("nobody-knows-it", device.key()));

        assertRefused(forged, "signed by nobody to be trusted with bundles of device " + name);
        assertRefused(flipped, "the bundle is damaged");
        assertRefused(stranger, "signed by nobody to be trusted with bundles of device nobody-knows-it");
        assertRefused(
                "PK\u0003\u0004 a zip archive with ../../etc/passwd".getBytes(StandardCharsets.UTF_8), "is no bundle");
        assertRefused(new byte[] {1}, "is cut off");
        assertThat(stored()).isEmpty();
    }

    @Test
    void messageOfNoUse_goesToQuarantine_andTheOthersAreStored() throws Exception {
        Path file = folder.resolve("mixed");
        SampleBatch withoutMedia = TestSampleBatches.of(
                7, LINE, TestSampleBatches.uploaded(9, "image/png", new Upload(Sha256.of(new byte[] {9}), 1)));
        try (var bundle = new BundleWriter(file)) {
            bundle.add(Content.MESSAGE, Wire.encode(withoutMedia));
            bundle.add(Content.MESSAGE, Wire.encode(TestSampleBatches.of(7, LINE, 1, 1)));
            finish(bundle, name, device.key());
        }

        HttpResponse<byte[]> answer = take(Files.readAllBytes(file));

        assertThat(answer.headers().firstValue("Fieldloop-Refused")).hasValue("1");
        assertThat(message(opened(answer.body()))).isEqualTo(new Receipts(7, LINE, List.of(new SequenceRange(1, 1))));
        assertThat(stored()).hasSize(1);
    }

    @Test
    void desired_isWhatWouldBePublished_signedByTheHub() throws Exception {
        assertThat(hub.get("/api/v1/devices/%s/bundle".formatted(name)).statusCode())
                .isEqualTo(409);
        var wanted = hub.send(hub.request("/api/v1/devices/%s/capture-rules".formatted(name))
                .header("Content-Type", "application/json")
                .header("If-Match", "\"0\"")
                .PUT(BodyPublishers.ofString("""
                        {"streams": [{"name": "line", "capture": [{"rule": "random", "share": 0.25}]}]}""")));
        assertThat(wanted.statusCode()).as(wanted.body()).isEqualTo(200);

        HttpResponse<byte[]> answer = hub.bytes("/api/v1/devices/%s/bundle".formatted(name));

        BundleFile bundle = opened(answer.body()).require(Purpose.DESIRED, new DeviceId(name));
        assertThat(message(bundle)).isInstanceOfSatisfying(DesiredState.class, desired -> {
            assertThat(desired.revision()).isPositive();
            assertThat(desired.capture()).isPresent();
        });
    }

    /** Three samples in a message, and one whose media are apart. */
    private Path samples(String of, PrivateKey key) throws Exception {
        Path file = folder.resolve("samples");
        var upload = new Upload(Sha256.of(media), media.length);
        try (var bundle = new BundleWriter(file)) {
            bundle.add(Content.MESSAGE, Wire.encode(TestSampleBatches.of(7, LINE, 1, 3)));
            bundle.add(Content.MEDIA, media);
            bundle.add(
                    Content.MESSAGE,
                    Wire.encode(TestSampleBatches.of(7, LINE, TestSampleBatches.uploaded(4, "image/png", upload))));
            finish(bundle, of, key);
        }
        return file;
    }

    private static void finish(BundleWriter bundle, String of, PrivateKey key) throws IOException, InvalidKeyException {
        bundle.finish(Purpose.SAMPLES, new DeviceId(of), Instant.parse("2026-01-01T00:00:00Z"), of, key);
    }

    private HttpResponse<byte[]> take(byte[] bundle) throws Exception {
        return hub.exchange(hub.request("/api/v1/bundles")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(bundle)));
    }

    private void assertRefused(byte[] bundle, String why) throws Exception {
        HttpResponse<byte[]> answer = take(bundle);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(why);
    }

    private BundleFile opened(byte[] content) throws Exception {
        Path file = Files.write(folder.resolve("answer"), content);
        var key = hub.part(HubKeys.class).signingKey().publicKey();
        return BundleFile.open(file, (envelope, _) -> {
            try {
                return EnvelopeSignature.isBy(key, envelope);
            } catch (InvalidKeyException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static HubMessage message(BundleFile bundle) throws Exception {
        return Wire.decodeHubMessage(bundle.bytes(0, MOST_BYTES));
    }

    private List<Json> stored() throws Exception {
        return hub.json(hub.get("/api/v1/samples?device=" + name)).list("items");
    }
}
