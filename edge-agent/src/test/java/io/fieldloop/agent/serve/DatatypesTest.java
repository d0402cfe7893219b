package io.fieldloop.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.OnnxGraph;
import io.fieldloop.models.runtime.Runtimes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Elements of every datatype on their way through a real model that gives back what it takes, two in a row. */
final class DatatypesTest {
    private static final double[] REALS = {0, 1.5, -2, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    private static final List<String> TEXTS = List.of("", "a", "\"quoted\"", "größer", "日本", "x".repeat(300));

    @TempDir
    private static Path folder;

    private static HttpClient client;
    private static LocalApi api;

    @BeforeAll
    static void start() throws IOException {
        for (Datatype datatype : Datatype.values()) {
            Path version =
                    Files.createDirectories(folder.resolve(datatype.name()).resolve("1"));
            Files.write(version.resolve("model.onnx"), same(datatype).toByteArray());
        }
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        api = LocalApi.start(
                FolderModels.open(folder, Runtimes.available(), ModelSettings.DEFAULT),
                Map.of(),
                ApiSettings.loopback(0));
    }

    @AfterAll
    static void stop() {
        api.close();
        client.close();
    }

    @ParameterizedTest
    @EnumSource
    void bytes_comeBackAsTheyWere(Datatype datatype) throws Exception {
        byte[] elements = elements(datatype);

        assertThat(fromBytes(datatype, 2, elements)).isEqualTo(elements);
    }

    @ParameterizedTest
    @EnumSource
    void json_meansTheSameElementsAsBytes(Datatype datatype) throws Exception {
        byte[] elements = elements(datatype);
        HttpResponse<byte[]> asJson = infer(datatype, 2, elements, false);
        String data = text(asJson).replaceFirst(".*\"data\":(\\[.*])}]}", "$1");

        HttpResponse<byte[]> back = post(datatype, """
                {"inputs": [{"name": "x", "shape": [2, 3], "datatype": "%s", "data": %s}],
                 "parameters": {"binary_data_output": true}}""".formatted(datatype, data).getBytes(StandardCharsets.UTF_8), 0);

        assertThat(binary(back)).as(data).isEqualTo(elements);
    }

    @ParameterizedTest
    @EnumSource
    void noElements_areAnsweredByNone(Datatype datatype) throws Exception {
        assertThat(fromBytes(datatype, 0, new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void missingAndSurplusBytes_areRefused(Datatype datatype) throws Exception {
        byte[] elements = elements(datatype);
        byte[] fewer = Arrays.copyOf(elements, elements.length - 1);
        byte[] more = Arrays.copyOf(elements, elements.length + 1);

        assertThat(infer(datatype, 2, fewer, true).statusCode()).isEqualTo(400);
        assertThat(infer(datatype, 2, more, true).statusCode()).isEqualTo(400);
        assertThat(fromBytes(datatype, 2, elements)).isEqualTo(elements);
    }

    private static byte[] fromBytes(Datatype datatype, int rows, byte[] elements) throws Exception {
        return binary(infer(datatype, rows, elements, true));
    }

    private static HttpResponse<byte[]> infer(Datatype datatype, int rows, byte[] elements, boolean binaryOutput)
            throws Exception {
        byte[] json =
                """
                {"inputs": [{"name": "x", "shape": [%d, 3], "datatype": "%s", "parameters": {"binary_data_size": %d}}],
                 "outputs": [{"name": "y", "parameters": {"binary_data": %s}}]}""".formatted(rows, datatype, elements.length, binaryOutput).getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(json, json.length + elements.length);
        System.arraycopy(elements, 0, body, json.length, elements.length);
        return post(datatype, body, elements.length);
    }

    private static HttpResponse<byte[]> post(Datatype datatype, byte[] body, int binaryBytes) throws Exception {
        URI uri = URI.create("http://localhost:%d/v2/models/%s/infer".formatted(api.port(), datatype));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Inference-Header-Content-Length", Integer.toString(body.length - binaryBytes))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private static byte[] binary(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        int json = Integer.parseInt(
                answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
        return Arrays.copyOfRange(answer.body(), json, answer.body().length);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static byte[] elements(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> new byte[] {0, 1, 1, 0, 1, 0};
            case UINT8, INT8 -> extremes(1);
            case UINT16, INT16 -> extremes(2);
            case UINT32, INT32 -> extremes(4);
            case UINT64, INT64 -> extremes(8);
            case FP16, BF16, FP32, FP64 -> reals(datatype);
            case BYTES -> texts();
        };
    }

    /** 0, 1, the highest and the lowest number with sign, all bits, and one with another value in each byte. */
    private static byte[] extremes(int sizeBytes) {
        byte[] bytes = new byte[6 * sizeBytes];
        bytes[sizeBytes] = 1;
        Arrays.fill(bytes, 2 * sizeBytes, 3 * sizeBytes, (byte) 0xFF);
        bytes[3 * sizeBytes - 1] = 0x7F;
        bytes[4 * sizeBytes - 1] = (byte) 0x80;
        Arrays.fill(bytes, 4 * sizeBytes, 5 * sizeBytes, (byte) 0xFF);
        for (int i = 5 * sizeBytes; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static byte[] reals(Datatype datatype) {
        ByteBuffer bytes =
                ByteBuffer.allocate(REALS.length * datatype.type().sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (double real : REALS) {
            switch (datatype) {
                case FP16 -> bytes.putShort(Float.floatToFloat16((float) real));
                case BF16 -> bytes.putShort((short) (Float.floatToIntBits((float) real) >>> 16));
                case FP32 -> bytes.putFloat((float) real);
                case FP64 -> bytes.putDouble(real);
                default -> throw new AssertionError(datatype);
            }
        }
        return bytes.array();
    }

    private static byte[] texts() {
        var bytes = new ByteArrayOutputStream();
        for (String text : TEXTS) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(utf8.length)
                    .array());
            bytes.writeBytes(utf8);
        }
        return bytes.toByteArray();
    }

    private static ModelProto same(Datatype datatype) {
        ModelProto floats = new OnnxGraph("same")
                .input("x", Dimension.named("rows"), Dimension.of(3))
                .node("Identity", List.of("x"), "y")
                .output("y", Dimension.named("rows"), Dimension.of(3))
                .model();
        GraphProto.Builder graph = floats.getGraph().toBuilder();
        retype(graph.getInputBuilder(0), datatype);
        retype(graph.getOutputBuilder(0), datatype);
        return floats.toBuilder().setGraph(graph).build();
    }

    private static void retype(ValueInfoProto.Builder value, Datatype datatype) {
        value.getTypeBuilder().getTensorTypeBuilder().setElemType(onnx(datatype).getNumber());
    }

    private static DataType onnx(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> DataType.BOOL;
            case UINT8 -> DataType.UINT8;
            case UINT16 -> DataType.UINT16;
            case UINT32 -> DataType.UINT32;
            case UINT64 -> DataType.UINT64;
            case INT8 -> DataType.INT8;
            case INT16 -> DataType.INT16;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case FP16 -> DataType.FLOAT16;
            case FP32 -> DataType.FLOAT;
            case FP64 -> DataType.DOUBLE;
            case BF16 -> DataType.BFLOAT16;
            case BYTES -> DataType.STRING;
        };
    }
}
