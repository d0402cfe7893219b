package io.fieldloop.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.models.runtime.Runtimes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API as a client sees it, with a real model. */
final class LocalApiTest {
    private static final Path MODEL =
            Path.of(System.getProperty("fieldloop.root", "..")).resolve("models/catalogue/fashion-cnn/model.onnx");
    private static final int PIXELS = 28 * 28;
    private static final String MODEL_PATH = "/v2/models/fashion-cnn";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    private LocalApi api;

    @BeforeEach
    void start() throws IOException {
        Path version = Files.createDirectories(folder.resolve("fashion-cnn/1"));
        Files.copy(MODEL, version.resolve("model.onnx"));
        api = start(ModelSettings.DEFAULT);
    }

    private LocalApi start(ModelSettings settings) throws IOException {
        return LocalApi.start(
                FolderModels.open(folder, Runtimes.available(), settings), Map.of(), ApiSettings.loopback(0));
    }

    @AfterEach
    void stop() {
        api.close();
        client.close();
    }

    @Test
    void metadata_tellsTensorsOfTheModel() throws Exception {
        assertThat(get(MODEL_PATH).body())
                .contains("\"versions\":[\"1\"]", "\"datatype\":\"FP32\",\"shape\":[-1,1,28,28]");
        assertThat(get("/v2/health/ready").statusCode()).isEqualTo(200);
        assertThat(get(MODEL_PATH + "/versions/2").statusCode()).isEqualTo(404);
    }

    @Test
    void binaryAndJsonInput_giveTheSameOutput() throws Exception {
        float[] image = image(3);

        float[] fromBytes = logits(inferBinary(image, ""));
        HttpResponse<String> fromJson = post(MODEL_PATH + "/infer", """
                {"id": "a\\"b", "inputs": [{"data": %s, "name": "image", "datatype": "FP32", "shape": [1, 1, 28, 28]}],
                 "outputs": [{"name": "logits"}]}
                """.formatted(Arrays.toString(image)));

        assertThat(fromJson.statusCode()).as(fromJson.body()).isEqualTo(200);
        assertThat(fromJson.body()).contains("\"id\":\"a\\\"b\"").doesNotContain("features");
        for (float logit : fromBytes) {
            assertThat(fromJson.body()).contains(Float.toString(logit));
        }
    }

    @Test
    void wrongInput_isRefusedAndTheConnectionGoesOn() throws Exception {
        assertRefused("{}", "exactly once");
        assertRefused("{\"inputs\": 3}", "array");
        assertRefused(
                "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"shape\": [1,1,28,28], \"data\": [1]}]}",
                "784");
        assertRefused(
                "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"INT8\", \"shape\": [1,1,28,28], \"data\": [1]}]}",
                "FP32");
        assertRefused(
                "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"shape\": [300000,1,28,28], \"data\": [1]}]}",
                "bytes");
        assertRefused("{\"x\": " + "[".repeat(10_000), "depth");
    }

    @Test
    void passedDeadline_isToldAsSuch() throws Exception {
        HttpResponse<byte[]> late = inferBinary(image(1), ", \"parameters\": {\"timeout\": 1}");

        assertThat(late.statusCode()).isEqualTo(504);
    }

    @Test
    void unloadedModel_isGoneUntilItIsLoaded() throws Exception {
        assertThat(post("/v2/repository/models/fashion-cnn/unload", "").statusCode())
                .isEqualTo(200);
        assertThat(get(MODEL_PATH).statusCode()).isEqualTo(404);
        assertThat(post("/v2/repository/index", "").body()).contains("UNAVAILABLE", "unloaded");

        assertThat(post("/v2/repository/models/fashion-cnn/load", "{}").statusCode())
                .isEqualTo(200);
        assertThat(inferBinary(image(1), "").statusCode()).isEqualTo(200);
        assertThat(post("/v2/repository/models/..%2f..%2fetc/load", "").statusCode())
                .isEqualTo(400);
    }

    @Test
    void reloadUnderLoad_losesNoRequest() throws Exception {
        List<Integer> statuses = inParallel(8, 40, i -> {
            if (i % 40 == 20) {
                return post("/v2/repository/models/fashion-cnn/load", "").statusCode();
            }
            return inferBinary(image(i), "").statusCode();
        });

        assertThat(statuses).containsOnly(200);
    }

    @Test
    void batchedRequests_getTheAnswersThatTheyGetAlone() throws Exception {
        List<float[]> alone = inParallel(1, 32, i -> logits(inferBinary(image(i), "")));
        api.close();
        api = start(new ModelSettings(1, 64, Duration.ofSeconds(30), 8, Duration.ofMillis(20)));

        List<float[]> together = inParallel(8, 4, i -> logits(inferBinary(image(i), "")));

        for (int i = 0; i < alone.size(); i++) {
            assertThat(together.get(i)).containsExactly(alone.get(i), org.assertj.core.data.Offset.offset(1e-3f));
        }
        assertThat(get(MODEL_PATH + "/stats").body())
                .contains("\"inference_count\":32")
                .doesNotContain("\"execution_count\":32");
    }

    @Test
    void fullModel_isToldToComeBack() throws Exception {
        api.close();
        api = start(new ModelSettings(1, 0, Duration.ofSeconds(30), 1, Duration.ZERO));
        String json = json(1, "");
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            // Holds the only slot: the JSON has come, and the tensor has not.
            first.getOutputStream().write(head(json).getBytes(StandardCharsets.US_ASCII));
            first.getOutputStream().write(json.getBytes(StandardCharsets.US_ASCII));
            HttpResponse<byte[]> second = inferBinary(image(1), "");
            for (int attempt = 0; second.statusCode() == 200 && attempt < 1_000; attempt++) {
                second = inferBinary(image(1), "");
            }
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("Retry-After")).contains("1");
        }
    }

    @Test
    void webPage_isNotAnswered() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/v2"))
                .header("Origin", "https://evil.example")
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void smuggledRequest_endsTheConnection() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.getOutputStream()
                    .write(
                            "POST /v2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v2 HTTP/1.1\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1");
        }
    }

    private void assertRefused(String body, String because) throws Exception {
        HttpResponse<String> answer = post(MODEL_PATH + "/infer", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"").contains(because);
    }

    private HttpResponse<byte[]> inferBinary(float[] image, String more) throws Exception {
        String json = json(1, more);
        ByteBuffer body = ByteBuffer.allocate(json.length() + image.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        body.put(json.getBytes(StandardCharsets.US_ASCII)).asFloatBuffer().put(image);
        HttpRequest request = HttpRequest.newBuilder(uri(MODEL_PATH + "/infer"))
                .header("Inference-Header-Content-Length", Integer.toString(json.length()))
                .POST(BodyPublishers.ofByteArray(body.array()))
                .build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private static String json(int images, String more) {
        return """
                {"inputs": [{"name": "image", "datatype": "FP32", "shape": [%d, 1, 28, 28], "parameters": {"binary_data_size": %d}}],
                 "outputs": [{"name": "logits", "parameters": {"binary_data": true}}]%s}""".formatted(images, images * PIXELS * 4, more);
    }

    private static String head(String json) {
        return "POST %s/infer HTTP/1.1\r\nHost: localhost\r\nInference-Header-Content-Length: %d\r\nContent-Length: %d\r\n\r\n"
                .formatted(MODEL_PATH, json.length(), json.length() + PIXELS * 4);
    }

    private static float[] logits(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode())
                .as(() -> new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        int json = Integer.parseInt(
                answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
        float[] logits = new float[10];
        ByteBuffer.wrap(answer.body(), json, 40)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(logits);
        return logits;
    }

    private static float[] image(int seed) {
        float[] image = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            image[i] = (i * (seed + 1) % 17) / 17f;
        }
        return image;
    }

    private static <T> List<T> inParallel(int threads, int each, Asked<T> asked) throws Exception {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            List<Callable<T>> calls = IntStream.range(0, threads * each)
                    .mapToObj(i -> (Callable<T>) () -> asked.ask(i))
                    .toList();
            List<Future<T>> answers = executor.invokeAll(calls);
            return answers.stream().map(Future::resultNow).toList();
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:%d%s".formatted(api.port(), path));
    }

    @FunctionalInterface
    private interface Asked<T> {
        T ask(int i) throws Exception;
    }
}
