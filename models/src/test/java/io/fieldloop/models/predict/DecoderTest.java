package io.fieldloop.models.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.pack.SsdAnchors;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Quantisation;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.models.vision.Placement;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On outputs that were written by hand. */
class DecoderTest {
    private static final Placement WHOLE = Placement.of(
            new OfImages(10, 10, Colour.GREY, Layout.NHWC, Fit.STRETCH, 1, List.of(0.0), List.of(1.0)), 100, 50);

    /** One cell with two anchors: a square of half the side, and one of the geometric mean of a half and the whole. */
    private static final SsdAnchors TWO_ANCHORS = new SsdAnchors(List.of(1), 0.5, 0.5, List.of(1.0), false);

    @Test
    void softmax_ofLargeValues_staysFinite() throws ModelException {
        assertThat(classes(Activation.SOFTMAX, 3, 1_000, 1_000, -1_000))
                .containsExactly(new ClassScore("a", 0.5), new ClassScore("b", 0.5), new ClassScore("c", 0));
    }

    @Test
    void sigmoid_treatsClassesOnTheirOwn() throws ModelException {
        List<ClassScore> classes = classes(Activation.SIGMOID, 2, 0, 100, -100);

        assertThat(classes).extracting(ClassScore::label).containsExactly("b", "a");
        assertThat(classes).extracting(ClassScore::score).containsExactly(1.0, 0.5);
    }

    @Test
    void probabilities_areTakenAsTheyAreWithin0And1() throws ModelException {
        assertThat(classes(Activation.NONE, 3, 0.25f, 1.001f, -0.001f))
                .containsExactly(new ClassScore("b", 1), new ClassScore("a", 0.25), new ClassScore("c", 0));
    }

    @Test
    void quantisedOutput_isReadAsTheNumbersItStandsFor() throws ModelException {
        var spec = new TensorSpec("y", ElementType.INT8, List.of(1, 2), Optional.of(new Quantisation(1 / 256.0, -128)));
        Tensor output = Tensor.allocate(spec);
        output.bytes().put(0, (byte) -64).put(1, (byte) 64);
        Decoder decoder = ClassDecoder.of(new TopClasses("y", Activation.NONE, 1), List.of("a", "b"), output);

        assertThat(decoder.decode(WHOLE).confidence()).isEqualTo(0.75);
    }

    @Test
    void outputThatIsNotANumber_isRefused() {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> classes(Activation.SOFTMAX, 1, 0, value, 0))
                    .isInstanceOfSatisfying(
                            ModelException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OUTPUT_INVALID));
        }
    }

    @Test
    void anchors_areThoseOfTheKnownDetector() {
        var mobileNet =
                new SsdAnchors(List.of(19, 10, 5, 3, 2, 1), 0.2, 0.95, List.of(1.0, 2.0, 0.5, 3.0, 1 / 3.0), true);

        double[] anchors = AnchorGrid.of(mobileNet);

        assertThat(AnchorGrid.count(mobileNet)).isEqualTo(1_917);
        assertThat(anchors).hasSize(1_917 * 4);
        assertThat(List.of(anchors[0], anchors[1], anchors[2], anchors[3]))
                .containsExactly(0.5 / 19, 0.5 / 19, 0.1, 0.1);
        assertThat(anchors[1_916 * 4 + 2]).isEqualTo(Math.sqrt(0.95), within(1e-12));
    }

    @Test
    void box_isTheAnchorMovedAndStretched() throws ModelException {
        float[] moved = {1, -2, (float) (5 * Math.log(1.2)), (float) (5 * Math.log(0.8)), 0, 0, 0, 0};

        List<Box> boxes = boxes(new float[] {5, -5}, moved, 0.5);

        assertThat(boxes).hasSize(1);
        Box box = boxes.getFirst();
        assertThat(box.score()).isEqualTo(1 / (1 + Math.exp(-5)), within(1e-9));
        assertThat(box.left()).isEqualTo(0.5 - 0.1 - 0.2, within(1e-6));
        assertThat(box.top()).isEqualTo(0.5 + 0.05 - 0.3, within(1e-6));
        assertThat(box.width()).isEqualTo(0.4, within(1e-6));
        assertThat(box.height()).isEqualTo(0.6, within(1e-6));
    }

    @Test
    void boxesOfOneObject_becomeTheSurest() throws ModelException {
        assertThat(boxes(new float[] {1, 2}, new float[8], 0.4)).hasSize(1);
        assertThat(boxes(new float[] {1, 2}, new float[8], 0.4).getFirst().width())
                .isEqualTo(Math.sqrt(0.5), within(1e-9));
        assertThat(boxes(new float[] {1, 2}, new float[8], 0.6)).hasSize(2);
    }

    @Test
    void boxesBelowTheThreshold_areNone() throws ModelException {
        assertThat(boxes(new float[] {-0.1f, -3}, new float[8], 0.5)).isEmpty();
    }

    @Test
    void boxThatIsNotFinite_isRefused() {
        assertThatThrownBy(() -> boxes(new float[] {5, -5}, new float[] {0, 0, 1e9f, 0, 0, 0, 0, 0}, 0.5))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("not a finite number");
        assertThatThrownBy(() -> boxes(new float[] {Float.NaN, -5}, new float[8], 0.5))
                .isInstanceOf(ModelException.class);
    }

    @Test
    void outputsThatDoNotSuitTheAnchors_areRefused() {
        var huge = new SsdAnchors(List.of(512, 512, 512), 0.1, 0.9, List.of(1.0, 2.0), false);
        Tensor boxes = tensor("boxes", List.of(1, 2, 4), new float[8]);
        Tensor scores = tensor("scores", List.of(1, 2, 1), new float[2]);

        for (SsdBoxes wrong : List.of(ssd(huge, 0.5), ssd(TWO_ANCHORS, 0.5))) {
            List<String> labels = wrong.anchors().equals(huge) ? List.of("a") : List.of("a", "b", "c");
            assertThatThrownBy(() -> SsdDecoder.of(wrong, labels, boxes, scores))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("do not suit");
        }
    }

    private static List<ClassScore> classes(Activation activation, int count, float... values) throws ModelException {
        Tensor output = tensor("y", List.of(1, 3), values);
        return ClassDecoder.of(new TopClasses("y", activation, count), List.of("a", "b", "c"), output)
                .decode(WHOLE)
                .classes();
    }

    private static List<Box> boxes(float[] logits, float[] coded, double overlap) throws ModelException {
        Tensor boxes = tensor("boxes", List.of(1, 2, 4), coded);
        Tensor scores = tensor("scores", List.of(1, 2, 1), logits);
        return SsdDecoder.of(ssd(TWO_ANCHORS, overlap), List.of("a"), boxes, scores)
                .decode(WHOLE)
                .boxes();
    }

    private static SsdBoxes ssd(SsdAnchors anchors, double overlap) {
        return new SsdBoxes("boxes", "scores", anchors, 0.5, overlap, 10);
    }

    private static Tensor tensor(String name, List<Integer> shape, float[] values) {
        Tensor tensor = Tensor.allocate(new TensorSpec(name, ElementType.FLOAT32, shape));
        tensor.floats().put(0, values);
        return tensor;
    }
}
