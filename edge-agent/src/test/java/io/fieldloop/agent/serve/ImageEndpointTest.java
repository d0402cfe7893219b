package io.fieldloop.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.agent.serve.http.HttpLimits;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.predict.TestPackages;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images sent to a real model with the manifest of its package, and who may send them. */
@Timeout(30)
final class ImageEndpointTest {
    private static final byte[] BRIGHT = ImageWriter.png(TestPackage.image(255)).toArray();

    /** Where the first chunk of a PNG has its type, which width and height follow; and how much its checksum is over. */
    private static final int PNG_HEADER = 12;

    private static final int PNG_HEADER_BYTES = 17;

    private static final String TOKEN = "0123456789abcdef";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    private LocalApi api;

    @BeforeEach
    void start() throws IOException {
        TestPackage made = TestPackage.of(1);
        Path version = Files.createDirectories(folder.resolve("light/1"));
        Files.write(version.resolve("manifest.json"), ManifestJson.write(made.manifest()));
        Files.write(
                version.resolve("model.onnx"),
                made.file(made.manifest().variants().getFirst().file().sha256()));
        api = serve(ModelSettings.DEFAULT, ApiSettings.loopback(0));
    }

    private LocalApi serve(ModelSettings settings, ApiSettings access) throws IOException {
        return LocalApi.start(FolderModels.open(folder, Runtimes.available(), settings), Map.of(), access);
    }

    @AfterEach
    void stop() {
        api.close();
        client.close();
    }

    @Test
    void image_isAnsweredByItsLabels_andWhatIsNone_isRefused() throws Exception {
        assertThat(post("/v2/models/light/image", BRIGHT).body()).contains("\"model_version\":\"1\"", "bright", "dark");
        assertThat(post("/v2/models/light/image", new byte[] {1, 2, 3}).statusCode())
                .isEqualTo(400);
    }

    /** The same bound holds for images and tensors: what holds the only slot here is a tensor that has not come yet. */
    @Test
    void imageForAFullModel_isToldToComeBack() throws Exception {
        api.close();
        api = serve(new ModelSettings(1, 0, Duration.ofSeconds(30), 1, Duration.ZERO), ApiSettings.loopback(0));
        String json = """
                {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 1, 4, 4], "parameters": {"binary_data_size": 64}}]}""";
        try (Socket holder = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            holder.getOutputStream()
                    .write(
                            "POST /v2/models/light/infer HTTP/1.1\r\nHost: localhost\r\nInference-Header-Content-Length: %d\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(json.length(), json.length() + 64, json)
                                    .getBytes(StandardCharsets.US_ASCII));
            awaitRequest();

            HttpResponse<String> refused = post("/v2/models/light/image", BRIGHT);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.body()).startsWith("{\"error\":");
        }
    }

    /** Until the model has its first request. */
    private void awaitRequest() throws IOException, InterruptedException {
        String statistics;
        do {
            statistics =
                    send(HttpRequest.newBuilder(uri("/v2/models/light/stats"))).body();
        } while (statistics.contains("\"last_inference\":0,"));
    }

    @Test
    void imageThatCannotBeAnsweredInTime_isToldThatItIsLate() throws Exception {
        api.close();
        api = serve(new ModelSettings(1, 0, Duration.ofNanos(1), 1, Duration.ZERO), ApiSettings.loopback(0));

        HttpResponse<String> late = post("/v2/models/light/image", BRIGHT);

        assertThat(late.statusCode()).isEqualTo(504);
        assertThat(late.body()).contains("deadline");
    }

    /** Neither more bytes than an image may have, nor more pixels than it says that it has, are taken into memory. */
    @Test
    void imageBeyondTheBounds_isRefusedBeforeItTakesMemory() throws Exception {
        byte[] vast = saying(1 << 20, 1 << 20);

        HttpResponse<String> refused = post("/v2/models/light/image", vast);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("1048576 x 1048576 pixels");
        assertThat(announced(ImageReader.MAX_SIZE_BYTES + 1)).startsWith("HTTP/1.1 413 ");
        assertThat(post("/v2/models/light/image", BRIGHT).statusCode()).isEqualTo(200);
    }

    /** A PNG that is whole, but says that it has so many pixels. */
    private static byte[] saying(int width, int height) {
        byte[] png = BRIGHT.clone();
        ByteBuffer.wrap(png).putInt(PNG_HEADER + 4, width).putInt(PNG_HEADER + 8, height);
        var checksum = new CRC32();
        checksum.update(png, PNG_HEADER, PNG_HEADER_BYTES);
        ByteBuffer.wrap(png).putInt(PNG_HEADER + PNG_HEADER_BYTES, (int) checksum.getValue());
        return png;
    }

    /** The answer to an image of which nothing but the size has come. */
    private String announced(int sizeBytes) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            client.getOutputStream()
                    .write("POST /v2/models/light/image HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                            .formatted(sizeBytes)
                            .getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void imageForAModelOfMasks_isAnsweredByRuns_orByAPngWhereThatIsAskedFor() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files"));
        LocalPackage people = TestPackages.segmenter(files, Fit.LETTERBOX);
        Path version = Files.createDirectories(folder.resolve("people/1"));
        Files.write(version.resolve("manifest.json"), ManifestJson.write(people.manifest()));
        Files.move(people.file(people.manifest().variants().getFirst().file()), version.resolve("model.tflite"));
        post("/v2/repository/models/people/load", new byte[0]);
        byte[] astronaut = Files.readAllBytes(TestAssets.file("photographs", "astronaut.png"));

        HttpResponse<String> json = post("/v2/models/people/image", astronaut);
        HttpResponse<byte[]> png = client.send(
                HttpRequest.newBuilder(uri("/v2/models/people/image"))
                        .header("Accept", "image/png")
                        .POST(BodyPublishers.ofByteArray(astronaut))
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(json.body()).contains("\"mask\":{\"width\":512,\"height\":512", "\"label\":\"person\"");
        assertThat(png.headers().firstValue("Mask-Labels")).contains("person");
        Image mask = ImageReader.read(Bytes.wrap(png.body()));
        assertThat(mask.rgb()[150 * 512 + 225]).as("the face").isEqualTo(0x010101);
        assertThat(mask.rgb()[25 * 512 + 486]).as("the shuttle").isZero();
    }

    @Test
    void imageThatIsClassified_cannotBeAnsweredByAPng() throws Exception {
        HttpResponse<String> refused = send(HttpRequest.newBuilder(uri("/v2/models/light/image"))
                .header("Accept", "image/png")
                .POST(BodyPublishers.ofByteArray(BRIGHT)));

        assertThat(refused.statusCode()).isEqualTo(406);
    }

    @Test
    void reloadsUnderImages_loseNone_andLeaveNoThreads() throws Exception {
        long threads = workers();
        List<Future<Integer>> images = new ArrayList<>();
        try (var senders = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 200; i++) {
                images.add(senders.submit(
                        () -> post("/v2/models/light/image", BRIGHT).statusCode()));
            }
            for (int i = 0; i < 10; i++) {
                assertThat(post("/v2/repository/models/light/load", new byte[0]).statusCode())
                        .isEqualTo(200);
            }
        }

        assertThat(images).extracting(Future::resultNow).containsOnly(200);
        while (workers() > threads) {
            Thread.onSpinWait(); // the last request on a version ends its threads
        }
    }

    private static long workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("light"))
                .count();
    }

    @Test
    void methodThatAPathDoesNotTake_isToldWhichItTakes() throws Exception {
        HttpResponse<String> options =
                send(HttpRequest.newBuilder(uri("/v2/models/light/infer")).method("OPTIONS", BodyPublishers.noBody()));
        HttpResponse<String> posted = post("/v2/models/light", new byte[0]);

        assertThat(options.statusCode()).isEqualTo(405);
        assertThat(options.headers().firstValue("Allow")).contains("POST");
        assertThat(posted.headers().firstValue("Allow")).contains("GET");
    }

    @Test
    void token_isAskedOfEverybody() throws Exception {
        api.close();
        api = serve(
                ModelSettings.DEFAULT,
                new ApiSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.of(AccessToken.of(TOKEN)),
                        HttpLimits.DEFAULT));

        assertThat(authorized("Bearer " + TOKEN).statusCode()).isEqualTo(200);
        for (String wrong :
                List.of("Bearer 0123456789abcdeX", "Bearer " + TOKEN + "0", "Bearer ", TOKEN, "Basic " + TOKEN)) {
            HttpResponse<String> refused = authorized(wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
    }

    private HttpResponse<String> authorized(String authorization) throws Exception {
        return send(HttpRequest.newBuilder(uri("/v2")).header("Authorization", authorization));
    }

    private HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:%d%s".formatted(api.port(), path));
    }
}
