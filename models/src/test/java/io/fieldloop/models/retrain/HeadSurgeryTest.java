package io.fieldloop.models.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.fieldloop.models.catalogue.BaseModel;
import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.MalformedOnnxException;
import io.fieldloop.models.onnx.OnnxGraph;
import io.fieldloop.models.onnx.OnnxParts;
import io.fieldloop.models.predict.BatchRun;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Rows;
import io.fieldloop.models.predict.TestPackages;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.Image;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadSurgeryTest {
    @TempDir
    Path folder;

    @Test
    void newHead_computesInTheRuntimeWhatItComputesHere() throws Exception {
        byte[] base = BaseModel.fashionCnn().read();
        HeadSurgery surgery = HeadSurgery.of(base, "logits");
        Head head = randomHead(10, 64, 1);

        byte[] changed = surgery.replace(head);

        try (LoadedModel model = load(changed)) {
            Rows features = BatchRun.outputs(model, surgery.features(), 40, HeadSurgeryTest::noise);
            Rows logits = BatchRun.outputs(model, "logits", 40, HeadSurgeryTest::noise);
            for (int sample = 0; sample < 40; sample++) {
                float[] expected = head.logits(features.values(), sample);
                for (int label = 0; label < 10; label++) {
                    assertThat(logits.values()[sample * 10 + label]).isEqualTo(expected[label], within(1e-5f));
                }
            }
        }
    }

    @Test
    void newHead_changesNoByteOutsideOfItself() throws Exception {
        byte[] base = BaseModel.fashionCnn().read();
        HeadSurgery surgery = HeadSurgery.of(base, "logits");

        byte[] changed = surgery.replace(randomHead(10, 64, 1));

        assertThat(changed).hasSameSizeAs(base).isNotEqualTo(base);
        assertThat(lastDifference(base, changed) - firstDifference(base, changed))
                .isLessThan((10 * 64 + 10) * Float.BYTES + 200); // the two tensors and what stands between them
        assertThat(differences(base, changed)).isLessThanOrEqualTo((10 * 64 + 10) * Float.BYTES);
        assertThat(surgery.replace(surgery.head())).isEqualTo(base);
    }

    @Test
    void head_readBack_isTheOneThatWasPutIn() throws Exception {
        HeadSurgery surgery = HeadSurgery.of(BaseModel.fashionCnn().read(), "logits");
        Head head = randomHead(10, 64, 2);

        assertThat(HeadSurgery.of(surgery.replace(head), "logits").head()).isEqualTo(head);
        assertThat(surgery.features()).isEqualTo("features");
    }

    @Test
    void weightsThatStandByFeatureOrAsNumbers_areReplacedInTheirOwnForm() throws Exception {
        Head head = randomHead(3, 2, 3);
        for (ModelProto model : List.of(headOnly(0), headOnly(1), withNumbersInsteadOfBytes(headOnly(0)))) {
            byte[] changed = HeadSurgery.of(model.toByteArray(), "logits").replace(head);

            assertThat(HeadSurgery.of(changed, "logits").head()).isEqualTo(head);
            assertThat(changed).hasSameSizeAs(model.toByteArray());
        }
    }

    @Test
    void headOfAnotherSize_isRefused() throws Exception {
        HeadSurgery surgery = HeadSurgery.of(BaseModel.fashionCnn().read(), "logits");

        assertThatThrownBy(() -> surgery.replace(randomHead(11, 64, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Head[11 classes, 64 features] does not fit a model whose head has 10 classes");
        assertThatThrownBy(() -> new Head(new float[] {1, Float.NaN}, new float[] {0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did not converge");
    }

    @Test
    void modelsWithoutAReplaceableHead_areRefusedWithTheReason() {
        assertUnsuitable(headOnly(1), "scores", "no node of the model makes 'scores'");
        assertUnsuitable(headOnly(1), "features", "'features' is made by Identity");
        assertUnsuitable(
                changed(g -> g.clearOutput().addOutput(headOnly(1).getGraph().getOutput(1))),
                "logits",
                "the features 'features' that 'logits' is made of are no output");
        assertUnsuitable(
                changed(g -> g.setNode(1, g.getNode(1).toBuilder().addAttribute(OnnxParts.real("alpha", 2)))),
                "logits",
                "the head has alpha set");
        assertUnsuitable(
                changed(g -> g.addNode(OnnxParts.node("Neg", "other", List.of("w"), List.of("other")))),
                "logits",
                "the weights 'w' of the head are used elsewhere");
        assertUnsuitable(
                changed(g -> g.setInitializer(0, g.getInitializer(0).toBuilder().setName("elsewhere"))),
                "logits",
                "the weights 'w' of the head are computed and not stored");
        assertUnsuitable(
                changed(g -> g.setInitializer(
                        0, g.getInitializer(0).toBuilder().setRawData(ByteString.copyFrom(new byte[8])))),
                "logits",
                "'w' does not hold 6 numbers");
        assertUnsuitable(
                changed(g -> g.setInitializer(0, g.getInitializer(0).toBuilder().setDims(0, -3))),
                "logits",
                "the weights of the head have the shape [-3, 2]");
    }

    @Test
    void bytesThatAreNoModel_areRefused() {
        assertThatThrownBy(() -> HeadSurgery.of(new byte[] {1, 2, 3}, "logits"))
                .isInstanceOf(MalformedOnnxException.class);
    }

    private static void assertUnsuitable(ModelProto model, String logits, String message) {
        assertThatThrownBy(() -> HeadSurgery.of(model.toByteArray(), logits))
                .isInstanceOf(UnsuitableModelException.class)
                .hasMessageContaining(message);
    }

    private static ModelProto changed(UnaryOperator<GraphProto.Builder> change) {
        ModelProto model = headOnly(1);
        return model.toBuilder()
                .setGraph(change.apply(model.getGraph().toBuilder()))
                .build();
    }

    private static ModelProto headOnly(long transposed) {
        return new OnnxGraph("head")
                .input("x", Dimension.named("batch"), Dimension.of(2))
                .output("features", Dimension.named("batch"), Dimension.of(2))
                .output("logits", Dimension.named("batch"), Dimension.of(3))
                .initializer(
                        "w", new float[] {1, 2, 3, 4, 5, 6}, transposed == 1 ? new long[] {3, 2} : new long[] {2, 3})
                .initializer("b", new float[] {7, 8, 9}, 3)
                .node("Identity", List.of("x"), "features")
                .node("Gemm", List.of("features", "w", "b"), "logits", OnnxParts.whole("transB", transposed))
                .model();
    }

    private static ModelProto withNumbersInsteadOfBytes(ModelProto model) {
        TensorProto weights = model.getGraph().getInitializer(0).toBuilder()
                .clearRawData()
                .addAllFloatData(List.of(1f, 2f, 3f, 4f, 5f, 6f))
                .build();
        return model.toBuilder()
                .setGraph(model.getGraph().toBuilder().setInitializer(0, weights))
                .build();
    }

    private LoadedModel load(byte[] onnx) throws Exception {
        List<String> labels = BaseModel.fashionCnn().labels();
        return LoadedModel.load(
                TestPackages.classifier(onnx, labels, folder), Runtimes.available(), LoadOptions.DEFAULT);
    }

    private static Image noise(int seed) {
        var random = new Random(seed);
        int[] rgb = new int[28 * 28];
        Arrays.setAll(rgb, _ -> random.nextInt(256) * 0x010101);
        return new Image(28, 28, rgb);
    }

    private static Head randomHead(int classes, int features, long seed) {
        var random = new Random(seed);
        float[] weights = new float[classes * features];
        float[] biases = new float[classes];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian() / 10;
        }
        for (int i = 0; i < biases.length; i++) {
            biases[i] = (float) random.nextGaussian();
        }
        return new Head(weights, biases);
    }

    private static int firstDifference(byte[] one, byte[] other) {
        return Arrays.mismatch(one, other);
    }

    private static int lastDifference(byte[] one, byte[] other) {
        int last = one.length - 1;
        while (one[last] == other[last]) {
            last--;
        }
        return last;
    }

    private static int differences(byte[] one, byte[] other) {
        int count = 0;
        for (int i = 0; i < one.length; i++) {
            count += one[i] == other[i] ? 0 : 1;
        }
        return count;
    }
}
