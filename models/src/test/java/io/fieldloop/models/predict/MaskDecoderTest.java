package io.fieldloop.models.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.models.vision.Placement;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Region;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Outputs of two by two cells whose values are written down here. */
class MaskDecoderTest {
    private static final List<String> LABELS = List.of("road", "grass");

    @Test
    void pixels_haveTheirLikeliestClass_inEitherLayout() throws Exception {
        // by row: road, grass, background, undecided
        float[] byCell = {0, 9, 0, 0, 0, 9, 9, 0, 0, 1, 2, 2.1f};
        float[] byValue = {0, 0, 9, 1, 9, 0, 0, 2, 0, 9, 0, 2.1f};

        Mask mask = decode(Layout.NHWC, Activation.SOFTMAX, 0, byCell, fitted(Fit.STRETCH, 2, 2));

        assertThat(mask.regions()).extracting(Region::label).containsExactly("grass", "road");
        assertThat(mask.places()).containsExactly(2, 0, 1, 1);
        assertThat(mask.uncertain()).isEqualTo(0.25);
        assertThat(decode(Layout.NCHW, Activation.SOFTMAX, 0, byValue, fitted(Fit.STRETCH, 2, 2)))
                .isEqualTo(mask);
    }

    @Test
    void pixel_belowTheThreshold_belongsToNoClass() throws Exception {
        float[] byCell = {0, 0.9f, 0, 0, 0, 0.9f, 0, 0.9f, 0, 0.1f, 0.4f, 0};

        Mask mask = decode(Layout.NHWC, Activation.NONE, 0.5, byCell, fitted(Fit.STRETCH, 2, 2));

        assertThat(mask.places()).containsExactly(1, 1, 2, 0);
        assertThat(mask.regions().getFirst().score()).isEqualTo(0.9, within(1e-6));
    }

    /** The image is twice as wide as high, so the input has a border above and below, whose cells are of no pixel. */
    @Test
    void whatALetterboxAdded_isInNoMask_andWhatACropCutOff_hasNoClass() throws Exception {
        float[] allRoad = {0, 9, 0, 0, 9, 0, 0, 9, 0, 0, 9, 0};

        Mask letterboxed = decode(Layout.NHWC, Activation.SOFTMAX, 0, allRoad, fitted(Fit.LETTERBOX, 4, 2));
        Mask cropped = decode(Layout.NHWC, Activation.SOFTMAX, 0, allRoad, fitted(Fit.CROP, 4, 2));

        assertThat(letterboxed.places()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(cropped.places()).containsExactly(0, 0, 1, 1, 1, 1, 0, 0);
    }

    /** Of every second pixel in a column is another class: more runs than a mask may have. */
    @Test
    void noise_isToldMoreCoarsely() throws Exception {
        int side = 512;
        var spec = new TensorSpec("classes", ElementType.FLOAT32, List.of(1, side, side, 1));
        Tensor output = Tensor.allocate(spec);
        for (int cell = 0; cell < side * side; cell++) {
            output.floats().put(cell, cell / side % 2);
        }
        var declared = new ClassMask("classes", Layout.NHWC, Activation.NONE, 0.5);

        Mask mask = MaskDecoder.of(declared, List.of("stripe"), output)
                .decode(Placement.of(images(Fit.STRETCH, side, side), side, side))
                .mask();

        assertThat(mask.width()).isLessThan(side);
        assertThat(mask.regions().getFirst().counts()).hasSizeLessThanOrEqualTo(Mask.MAX_RUNS);
    }

    @Test
    void output_withoutAValueForEachLabel_isRefused() {
        var spec = new TensorSpec("classes", ElementType.FLOAT32, List.of(1, 2, 2, 4));

        assertThatThrownBy(() -> MaskDecoder.of(
                        new ClassMask("classes", Layout.NHWC, Activation.NONE, 0.5), LABELS, Tensor.allocate(spec)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("2 labels");
    }

    @Test
    void output_thatIsNoNumber_isRefused() {
        float[] broken = {0, 9, 0, 0, Float.NaN, 0, 0, 9, 0, 0, 9, 0};

        assertThatThrownBy(() -> decode(Layout.NHWC, Activation.SOFTMAX, 0, broken, fitted(Fit.STRETCH, 2, 2)))
                .isInstanceOf(ModelException.class);
    }

    private static Mask decode(
            Layout layout, Activation activation, double threshold, float[] values, Placement placement)
            throws ModelException {
        List<Integer> shape = layout == Layout.NHWC ? List.of(1, 2, 2, 3) : List.of(1, 3, 2, 2);
        Tensor output = Tensor.allocate(new TensorSpec("classes", ElementType.FLOAT32, shape));
        output.floats().put(0, values);
        return MaskDecoder.of(new ClassMask("classes", layout, activation, threshold), LABELS, output)
                .decode(placement)
                .mask();
    }

    private static Placement fitted(Fit fit, int imageWidth, int imageHeight) {
        return Placement.of(images(fit, 4, 4), imageWidth, imageHeight);
    }

    private static OfImages images(Fit fit, int width, int height) {
        return new OfImages(width, height, Colour.GREY, Layout.NHWC, fit, 1, List.of(0.0), List.of(1.0));
    }
}
