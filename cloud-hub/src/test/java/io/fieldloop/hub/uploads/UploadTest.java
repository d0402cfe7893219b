package io.fieldloop.hub.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.hub.UploadRequests;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.message.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Uploads media as a device does: over TLS, with a certificate. */
@ExtendWith(SharedHub.class)
class UploadTest {
    private static final StreamName LINE = new StreamName("line");
    private static final int SIZE = 3 << 20;

    private final TestHub hub;
    private final String name = TestHub.name("uploads");
    private final byte[] media = new byte[SIZE];
    private final Upload upload;
    private final UploadRequests requests;

    UploadTest(TestHub hub) throws Exception {
        this.hub = hub;
        new Random().nextBytes(media);
        this.upload = new Upload(Sha256.of(media), SIZE);
        this.requests = new UploadRequests(hub.deviceUrl(), TestDevice.enrolled(hub, name));
    }

    @BeforeEach
    void begin() throws Exception {
        var begun = requests.begin(upload.digest(), SIZE);

        assertThat(begun.statusCode()).isEqualTo(201);
        assertThat(begun.headers().firstValue("Location")).hasValue("/device/v1/uploads/" + upload.digest());
    }

    @Test
    void sample_whoseMediaCameInPieces_isStoredOnceHoweverOftenItComes() throws Exception {
        bring(0, SIZE / 2);
        bring(SIZE / 2, SIZE);

        for (int time = 0; time < 2; time++) {
            var answer = requests.finish(message(1));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(UploadRequests.message(answer))
                    .isEqualTo(new Receipts(7, LINE, List.of(new SequenceRange(1, 1))));
        }

        List<Json> samples = hub.json(hub.get("/api/v1/samples?device=" + name)).list("items");
        assertThat(samples).hasSize(1);
        assertThat(samples.getFirst().number("sizeBytes")).isEqualTo(SIZE);
        assertThat(hub.bytes("/api/v1/samples/%s/media"
                                .formatted(samples.getFirst().text("id")))
                        .body())
                .isEqualTo(media);
    }

    @Test
    void sample_thatCameByTheBroker_mayNameMediaThatWereUploaded() throws Exception {
        bring(0, SIZE);

        try (TestDevice device = requests.device().connect()) {
            device.say("fieldloop/v1/d/%s/samples/line".formatted(name), message(1));

            assertThat(device.hearReceipts()).isEqualTo(Receipts.of(message(1)));
        }
    }

    @Test
    void upload_thatIsCutOff_goesOnFromWhatCame() throws Exception {
        int cut = 1_234_567;
        assertThatThrownBy(() -> requests.append(
                        upload.digest(),
                        0,
                        BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> cutAfter(cut)), SIZE)))
                .isInstanceOf(IOException.class);

        Await.until("what came is kept", () -> {
            var head = requests.head(upload.digest());
            return head.headers().firstValueAsLong("Upload-Offset").orElse(0) > 0;
        });
        int kept = (int) requests.offset(upload.digest());
        assertThat(kept).isBetween(1, cut);
        bring(kept, SIZE);

        assertThat(requests.finish(message(1)).statusCode()).isEqualTo(200);
    }

    @Test
    void upload_begunAgain_isLeftAsItIs_andOneThatIsDone_isWhole() throws Exception {
        bring(0, 100);

        assertThat(requests.begin(upload.digest(), SIZE).statusCode()).isEqualTo(201);
        assertThat(requests.offset(upload.digest())).isEqualTo(100);

        bring(100, SIZE);
        assertThat(requests.begin(upload.digest(), SIZE).statusCode()).isEqualTo(201);
        assertThat(requests.offset(upload.digest())).isEqualTo(SIZE);
    }

    @Test
    void piece_fromElsewhere_isRefused_andChangesNothing() throws Exception {
        bring(0, 100);

        var answer = requests.append(upload.digest(), 50, new byte[10]);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("goes on from byte 100, not 50");
        assertThat(requests.offset(upload.digest())).isEqualTo(100);
    }

    @Test
    void content_ofAnotherDigest_isQuarantined_andHasToComeAnew() throws Exception {
        byte[] other = media.clone();
        other[SIZE - 1]++;

        var answer = requests.append(upload.digest(), 0, other);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("UPLOAD_MISMATCH", Sha256.of(other).hex());
        assertThat(quarantined()).containsExactly("UPLOAD_MISMATCH");
        assertThat(requests.head(upload.digest()).statusCode()).isEqualTo(404);
        begin();
        bring(0, SIZE);
        assertThat(requests.finish(message(1)).statusCode()).isEqualTo(200);
    }

    @Test
    void content_longerThanDeclared_isQuarantined() throws Exception {
        bring(0, SIZE - 1);

        var answer = requests.append(upload.digest(), SIZE - 1, new byte[2]);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("more than the declared %d bytes".formatted(SIZE));
        assertThat(quarantined()).containsExactly("UPLOAD_MISMATCH");
        assertThat(requests.head(upload.digest()).statusCode()).isEqualTo(404);
    }

    @Test
    void sample_whoseMediaAreNotWhole_isQuarantined_andCanBeRetriedOnceTheyAre() throws Exception {
        bring(0, 100);

        var answer = requests.finish(message(1));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(quarantined()).containsExactly("MESSAGE_UNRESOLVED");
        bring(100, SIZE);
        String id = hub.json(hub.get("/api/v1/quarantine?limit=200")).list("items").stream()
                .filter(entry -> entry.text("topic").contains(name))
                .findFirst()
                .orElseThrow()
                .text("id");
        assertThat(hub.send("POST", "/api/v1/quarantine/%s/retry".formatted(id), "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(hub.json(hub.get("/api/v1/samples?device=" + name)).list("items"))
                .hasSize(1);
    }

    @Test
    void uploads_ofADevice_areBounded_andTheOneThatWasLeftLongestMakesRoom() throws Exception {
        bring(0, 100);
        for (int other = 1; other <= 4; other++) {
            assertThat(requests.begin(unknown(other), 1000).statusCode()).isEqualTo(201);
        }

        assertThat(requests.head(upload.digest()).statusCode()).isEqualTo(404);
        assertThat(requests.head(unknown(4)).statusCode()).isEqualTo(204);
    }

    @Test
    void upload_ofAnotherDevice_cannotBeTouched() throws Exception {
        bring(0, 100);
        var other = new UploadRequests(hub.deviceUrl(), TestDevice.enrolled(hub, TestHub.name("other")));

        assertThat(other.head(upload.digest()).statusCode()).isEqualTo(404);
        assertThat(other.append(upload.digest(), 100, new byte[10]).statusCode())
                .isEqualTo(404);
        var nobody = new UploadRequests(hub.deviceUrl(), TestDevice.without(hub, "nobody"));
        assertThat(nobody.head(upload.digest()).statusCode()).isEqualTo(401);
    }

    @Test
    void upload_thatCannotBe_isRefused() throws Exception {
        assertThat(requests.begin(upload.digest(), Upload.MAX_SIZE_BYTES + 1).statusCode())
                .isEqualTo(413);
        assertThat(requests.begin(upload.digest(), 0).statusCode()).isEqualTo(400);
        assertThat(requests.head(unknown(0)).statusCode()).isEqualTo(404);
    }

    /** Of a content that no other test has brought to the same hub. */
    private Sha256 unknown(int number) {
        return Sha256.of((name + " has not sent " + number).getBytes(StandardCharsets.UTF_8));
    }

    private void bring(int from, int until) throws Exception {
        var answer = requests.append(upload.digest(), from, Arrays.copyOfRange(media, from, until));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        assertThat(answer.headers().firstValueAsLong("Upload-Offset")).hasValue(until);
    }

    private SampleBatch message(long sequence) {
        return TestSampleBatches.of(7, LINE, TestSampleBatches.uploaded(sequence, "image/png", upload));
    }

    /** The codes of what is in quarantine of this device. */
    private List<String> quarantined() throws Exception {
        return hub.json(hub.get("/api/v1/quarantine?limit=200")).list("items").stream()
                .filter(entry -> name.equals(entry.text("deviceId")))
                .map(entry -> entry.text("code"))
                .toList();
    }

    private InputStream cutAfter(int bytes) {
        return new SequenceInputStream(new ByteArrayInputStream(media, 0, bytes), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("cut off, as told");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("cut off, as told");
            }
        });
    }
}
