package io.fieldloop.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {

    @Test
    void a_built_graph_runs_and_computes_what_it_says() throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(twoByThree().toByteArray());
                var input = OnnxTensor.createTensor(environment, new float[][] {{1, 10, 100}, {0, 0, 1}});
                var result = session.run(Map.of("x", input))) {
            assertThat((float[][]) result.get(0).getValue()).isDeepEqualTo(new float[][] {{321.5f, 0}, {3.5f, 5}});
        }
    }

    @Test
    void a_model_in_a_file_is_read_back_equal(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.onnx");
        Files.write(file, twoByThree().toByteArray());
        assertThat(OnnxFile.read(file)).isEqualTo(twoByThree());
    }

    @Test
    void a_model_over_the_limit_is_refused_with_both_sizes() {
        byte[] bytes = twoByThree().toByteArray();
        assertThatThrownBy(() -> OnnxFile.parse(bytes, bytes.length - 1))
                .isInstanceOf(MalformedOnnxException.class)
                .hasMessageContaining(String.valueOf(bytes.length))
                .hasMessageContaining(String.valueOf(bytes.length - 1));
    }

    @Test
    void no_bytes_and_a_model_without_operator_set_are_refused() {
        assertThatThrownBy(() -> OnnxFile.parse(new byte[0])).hasMessageContaining("no graph");
        byte[] unversioned = twoByThree().toBuilder().clearOpsetImport().build().toByteArray();
        assertThatThrownBy(() -> OnnxFile.parse(unversioned)).hasMessageContaining("operator set");
    }

    @Test
    void weights_in_another_file_are_refused() {
        ModelProto.Builder model = twoByThree().toBuilder();
        model.getGraphBuilder().getInitializerBuilder(0).setDataLocation(TensorProto.DataLocation.EXTERNAL);
        assertThatThrownBy(() -> OnnxFile.parse(model.build().toByteArray()))
                .isInstanceOf(MalformedOnnxException.class)
                .hasMessageContaining("weights w");
    }

    @Test
    void cut_off_and_damaged_bytes_are_refused_or_read_but_never_break_the_reader() {
        byte[] whole = twoByThree().toByteArray();
        for (int length = 0; length < whole.length; length++) {
            readsOrRefuses(Arrays.copyOf(whole, length));
        }
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            readsOrRefuses(damaged);
        }
    }

    @Test
    void a_graph_nested_in_graphs_without_end_is_refused() {
        ModelProto model = twoByThree();
        for (int depth = 0; depth < 100; depth++) {
            var attribute = AttributeProto.newBuilder().setName("body").setG(model.getGraph());
            var graph = model.getGraph().toBuilder().clearNode();
            graph.addNode(OnnxParts.node("Loop", "n", List.of(), List.of(), attribute.build()));
            model = model.toBuilder().setGraph(graph).build();
        }
        byte[] bytes = model.toByteArray();
        assertThatThrownBy(() -> OnnxFile.parse(bytes)).isInstanceOf(MalformedOnnxException.class);
    }

    @Test
    void initialiser_of_another_size_than_its_shape_is_refused() {
        assertThatThrownBy(() -> OnnxParts.floats("w", new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("w has 5 values");
    }

    private static void readsOrRefuses(byte[] bytes) {
        try {
            assertThat(OnnxFile.parse(bytes).getGraph().getNodeCount()).isPositive();
        } catch (MalformedOnnxException e) {
            assertThat(e).hasMessageContaining("ONNX model");
        }
    }

    /** y = relu(x · wᵀ + b). */
    private static ModelProto twoByThree() {
        return new OnnxGraph("tiny")
                .input("x", Dimension.named("N"), Dimension.of(3))
                .initializer("w", new float[] {1, 2, 3, 1, -1, 0}, 2, 3)
                .initializer("b", new float[] {0.5f, 5}, 2)
                .node("Gemm", List.of("x", "w", "b"), "h", OnnxParts.whole("transB", 1))
                .node("Relu", List.of("h"), "y")
                .output("y", Dimension.named("N"), Dimension.of(2))
                .model();
    }
}
