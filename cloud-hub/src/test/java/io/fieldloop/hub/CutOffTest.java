package io.fieldloop.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.models.bundle.BundleIndex.Purpose;
import io.fieldloop.models.bundle.BundleWriter;
import io.fieldloop.models.bundle.Part.Content;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Upload;
import io.fieldloop.protocol.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is killed while a device uploads, and while somebody imports a bundle. */
class CutOffTest {
    private static final StreamName LINE = new StreamName("line");
    private static final int SIZE = 4 << 20;
    private static final int MESSAGES = 400;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit gives it
    private Path folder;

    private final byte[] media = new byte[SIZE];

    @Test
    void uploadAndImport_whenTheHubIsKilled_goOn_andNothingIsLostOrDoubled() throws Exception {
        new Random(1).nextBytes(media);
        var upload = new Upload(Sha256.of(media), SIZE);
        var ports = HubProcess.Ports.free();
        Path data = folder.resolve("hub");
        TestDevice device;
        try (HubProcess killed = HubProcess.start(data, ports)) {
            TestHub hub = TestHub.elsewhere(ports.http(), ports.device(), ports.mqtt(), data);
            device = TestDevice.enrolled(hub, "camera");
            uploadHalf(new UploadRequests(hub.deviceUrl(), device), upload);
            var importing = new FutureTask<>(() -> importBundle(hub, bundle(device)));
            Thread.ofVirtual().start(importing);
            Await.until("some are stored", () -> stored(hub) > 0);
            killed.kill();
        }

        try (HubProcess _ = HubProcess.start(data, ports)) {
            TestHub hub = TestHub.elsewhere(ports.http(), ports.device(), ports.mqtt(), data);
            var requests = new UploadRequests(hub.deviceUrl(), device);
            int kept = (int) requests.offset(upload.digest());
            assertThat(kept).isGreaterThanOrEqualTo(SIZE / 2);
            requests.append(upload.digest(), kept, Arrays.copyOfRange(media, kept, SIZE));
            var message = TestSampleBatches.of(7, LINE, TestSampleBatches.uploaded(MESSAGES + 1, "image/png", upload));
            assertThat(requests.finish(message).statusCode()).isEqualTo(200);

            assertThat(importBundle(hub, bundle(device))).isEqualTo(200);
            assertThat(stored(hub)).isEqualTo(MESSAGES + 1);
        }
    }

    /** The first half is answered; then a piece is under way that will never end. */
    private void uploadHalf(UploadRequests requests, Upload upload) throws Exception {
        assertThat(requests.begin(upload.digest(), SIZE).statusCode()).isEqualTo(201);
        assertThat(requests.append(upload.digest(), 0, Arrays.copyOf(media, SIZE / 2))
                        .statusCode())
                .isEqualTo(204);
        var underWay = new CountDownLatch(1);
        var piece = new FutureTask<>(() -> requests.append(
                upload.digest(),
                SIZE / 2,
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> endless(underWay)), SIZE / 2)));
        Thread.ofVirtual().start(piece);
        underWay.await();
    }

    private InputStream endless(CountDownLatch underWay) {
        return new SequenceInputStream(new ByteArrayInputStream(media, SIZE / 2, 100_000), new InputStream() {
            @Override
            public int read() throws IOException {
                underWay.countDown();
                try {
                    new CountDownLatch(1).await();
                    return -1;
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        });
    }

    private Path bundle(TestDevice device) throws Exception {
        Path file = folder.resolve("samples.bundle");
        try (var bundle = new BundleWriter(file)) {
            for (int message = 1; message <= MESSAGES; message++) {
                bundle.add(Content.MESSAGE, Wire.encode(TestSampleBatches.of(7, LINE, message, 1)));
            }
            bundle.finish(Purpose.SAMPLES, device.id(), Instant.EPOCH, "camera", device.key());
        }
        return file;
    }

    private static int importBundle(TestHub hub, Path bundle) throws Exception {
        return hub.exchange(hub.request("/api/v1/bundles")
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofFile(bundle)))
                .statusCode();
    }

    private static long stored(TestHub hub) throws Exception {
        var streams = hub.json(hub.get("/api/v1/devices/camera/ledger")).list("streams");
        return streams.isEmpty() ? 0 : streams.getFirst().number("stored");
    }
}
