package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.OnnxGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code fieldloop agent serve}, a process of its own with the options of a device, asked over its socket. */
@Timeout(60)
final class ServeCommandTest {
    private static final Path OPTIONS =
            Path.of(System.getProperty("fieldloop.root", "..")).resolve("edge-agent/src/main/launch/jvm.options");
    private static final String LISTENS = "the API listens on ";
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final String TWO_OF_THREE_AS_BYTES = """
            {"id": "7", "parameters": {"priority": 3, "timeout": 20000000},
             "inputs": [{"name": "c", "datatype": "FP32", "shape": [1, 2], "parameters": {"binary_data_size": 8}},
                        {"name": "a", "datatype": "FP32", "shape": [1, 2], "data": [[1.5, 2]]},
                        {"name": "b", "datatype": "FP32", "shape": [1, 2], "parameters": {"binary_data_size": 8}}],
             "outputs": [{"name": "product", "parameters": {"binary_data": true}},
                         {"name": "sum"},
                         {"name": "difference", "parameters": {"binary_data": true}}]}""";
    private static final float[] C_AND_B = {100, 200, 10, 20};

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Process> started = new ArrayList<>();

    private int port;

    @AfterEach
    void end() {
        client.close();
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void tensors_sentAndAskedForAsJsonAndBytesInOneRequest_areAnsweredAsAsked() throws Exception {
        put("arithmetic", 1);
        put("arithmetic", 2);
        serve();

        HttpResponse<byte[]> answer = infer("/v2/models/arithmetic/infer");

        int jsonBytes =
                Integer.parseInt(answer.headers().firstValue(JSON_LENGTH).orElseThrow());
        assertThat(new String(answer.body(), 0, jsonBytes, StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"model_name":"arithmetic","model_version":"2","id":"7","outputs":[\
                        {"name":"product","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":8}},\
                        {"name":"sum","datatype":"FP32","shape":[1,2],"data":[111.5,222.0]},\
                        {"name":"difference","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":8}}]}""");
        assertThat(floats(answer.body(), jsonBytes)).containsExactly(1_000, 4_000, -8.5f, -18);
        assertThat(text(infer("/v2/models/arithmetic/versions/1/infer"))).contains("\"model_version\":\"1\"");
        assertThat(infer("/v2/models/arithmetic/versions/3/infer").statusCode()).isEqualTo(404);
    }

    @Test
    void repository_servesWhatIsAddedWhileItRuns_countsWhatWasAsked_andLetsGo() throws Exception {
        put("first", 1);
        serve();
        put("second", 3);

        assertThat(text(post("/v2/repository/index", "{}")))
                .contains("\"name\":\"first\",\"version\":\"1\",\"state\":\"READY\"")
                .contains("\"name\":\"second\",\"version\":\"3\",\"state\":\"UNAVAILABLE\",\"reason\":\"not loaded\"");
        assertThat(post("/v2/repository/models/second/load", "").statusCode()).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            assertThat(infer("/v2/models/second/infer").statusCode()).isEqualTo(200);
        }
        assertThat(text(get("/v2/models/second/stats")))
                .contains("\"version\":\"3\"", "\"inference_count\":3,", "\"success\":{\"count\":3,")
                .contains("\"fail\":{\"count\":0,");
        assertThat(post("/v2/repository/models/second/unload", "").statusCode()).isEqualTo(200);
        assertThat(infer("/v2/models/second/infer").statusCode()).isEqualTo(404);
        assertThat(infer("/v2/models/first/infer").statusCode()).isEqualTo(200);
    }

    @Test
    void modelOfTensorFlowLite_isServedBesideOneOfOnnx() throws Exception {
        Path word = TestAssets.file("wake-words", "alexa_v0.1.tflite");
        Path version = Files.createDirectories(folder.resolve("models/word/1"));
        Files.copy(word, version.resolve("model.tflite"));
        put("arithmetic", 1);
        serve();

        byte[] metadata = get("/v2/models/word").body();
        String input = JsonFields.read(metadata, 256)
                .objects("inputs", tensor -> tensor.text("name"))
                .getFirst();
        HttpResponse<byte[]> answer = post(
                "/v2/models/word/infer",
                "{\"inputs\": [{\"name\": \"%s\", \"datatype\": \"FP32\", \"shape\": [1, 16, 96], \"data\": %s}]}"
                        .formatted(input, Collections.nCopies(16 * 96, 0)));

        assertThat(new String(metadata, StandardCharsets.UTF_8)).contains("\"platform\":\"tensorflow_tflite\"");
        assertThat(text(answer)).contains("\"datatype\":\"FP32\",\"shape\":[1,1],\"data\":[");
        assertThat(text(get("/v2/models/arithmetic"))).contains("\"platform\":\"onnxruntime_onnx\"");
    }

    @Test
    void toldToEnd_answersTheRequestUnderWay_takesNoOther_andEndsWell() throws Exception {
        put("arithmetic", 1);
        Process process = serve();
        byte[] request = request("/v2/models/arithmetic/infer");
        try (var slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
            slow.getOutputStream().write(request, 0, request.length - 1);
            Wait.until("the model has the request", this::modelWasAsked);

            process.destroy();
            Wait.until("no other is taken", () -> !isListening());
            slow.getOutputStream().write(request, request.length - 1, 1);
            String answer = new String(slow.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("Connection: close", "[111.5,222.0]");
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said()).isZero();
    }

    @Test
    void portThatIsTaken_isNamed() throws Exception {
        Files.createDirectories(folder.resolve("models"));
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start(taken.getLocalPort());

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(said()).contains("cannot listen on ", ":" + taken.getLocalPort());
        }
    }

    /** A model of three inputs and three outputs. */
    private void put(String model, int version) throws IOException {
        var graph = new OnnxGraph(model);
        for (String tensor : List.of("a", "b", "c")) {
            graph.input(tensor, Dimension.named("rows"), Dimension.of(2));
        }
        graph.node("Sum", List.of("a", "b", "c"), "sum")
                .node("Sub", List.of("a", "b"), "difference")
                .node("Mul", List.of("b", "c"), "product");
        for (String tensor : List.of("sum", "difference", "product")) {
            graph.output(tensor, Dimension.named("rows"), Dimension.of(2));
        }
        Path path = Files.createDirectories(folder.resolve("models").resolve(model + "/" + version));
        Files.write(path.resolve("model.onnx"), graph.model().toByteArray());
    }

    private Process serve() throws Exception {
        Process process = start(0);
        Wait.until("it listens", () -> address().isPresent() || !process.isAlive());
        port = Integer.parseInt(
                address().orElseThrow(() -> new AssertionError(said())).replaceFirst(".*:", ""));
        return process;
    }

    private Process start(int onPort) throws IOException {
        List<String> arguments = new ArrayList<>(Files.readAllLines(OPTIONS));
        arguments.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                AgentApplication.class.getName(),
                "serve",
                "--models",
                folder.resolve("models").toString(),
                "--port",
                Integer.toString(onPort)));
        Path file = Files.write(folder.resolve("arguments"), arguments);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + file)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        started.add(process);
        return process;
    }

    private Optional<String> address() {
        return said().lines()
                .filter(line -> line.contains(LISTENS))
                .map(line -> line.substring(line.indexOf(LISTENS) + LISTENS.length()))
                .findFirst();
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isListening() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** The time of the latest request is set when it has its place in the model. */
    private boolean modelWasAsked() {
        try {
            return !text(get("/v2/models/arithmetic/stats")).contains("\"last_inference\":0,");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<byte[]> infer(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header(JSON_LENGTH, Integer.toString(TWO_OF_THREE_AS_BYTES.length()))
                        .POST(BodyPublishers.ofByteArray(body()))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    /** The same as bytes on the wire. */
    private static byte[] request(String path) {
        byte[] body = body();
        byte[] head = "POST %s HTTP/1.1\r\nHost: localhost\r\n%s: %d\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, JSON_LENGTH, TWO_OF_THREE_AS_BYTES.length(), body.length)
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }

    private static byte[] body() {
        ByteBuffer body = ByteBuffer.allocate(TWO_OF_THREE_AS_BYTES.length() + C_AND_B.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(TWO_OF_THREE_AS_BYTES.getBytes(StandardCharsets.US_ASCII));
        for (float element : C_AND_B) {
            body.putFloat(element);
        }
        return body.array();
    }

    private static float[] floats(byte[] answer, int from) {
        float[] floats = new float[(answer.length - from) / Float.BYTES];
        ByteBuffer.wrap(answer, from, answer.length - from)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(floats);
        return floats;
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private URI uri(String path) {
        return URI.create("http://localhost:%d%s".formatted(port, path));
    }
}
