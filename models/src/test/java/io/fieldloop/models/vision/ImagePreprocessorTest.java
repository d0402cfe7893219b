package io.fieldloop.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Quantisation;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImagePreprocessorTest {
    private static final int RED = 0xFF0000;
    private static final int GREEN = 0x00FF00;
    private static final int BLUE = 0x0000FF;
    private static final int WHITE = 0xFFFFFF;

    @Test
    void greyImageOfTheRightSize_becomesItsValuesBy255_bitByBit() throws Exception {
        int[] rgb = new int[28 * 28];
        Arrays.setAll(rgb, i -> (i % 256) * 0x010101);
        Image read = ImageReader.read(ImageWriter.png(new Image(28, 28, rgb)));

        float[] values = floats(grey(28, 28, Fit.STRETCH), read);

        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo((i % 256) / 255f);
        }
    }

    @Test
    void layouts_orderTheSameValuesDifferently() {
        Image image = new Image(2, 1, new int[] {0x102030, 0x405060});

        assertThat(floats(rgb(2, 1, Layout.NHWC, Fit.STRETCH, 255), image)).containsExactly(16, 32, 48, 64, 80, 96);
        assertThat(floats(rgb(2, 1, Layout.NCHW, Fit.STRETCH, 255), image)).containsExactly(16, 64, 32, 80, 48, 96);
    }

    @Test
    void scaleMeanAndDeviation_areAppliedByChannel() {
        var preprocessing = new OfImages(
                1,
                1,
                Colour.RGB,
                Layout.NHWC,
                Fit.STRETCH,
                1,
                List.of(0.485, 0.456, 0.406),
                List.of(0.229, 0.224, 0.225));

        float[] values = floats(preprocessing, new Image(1, 1, new int[] {0x0080FF}));

        assertThat(values)
                .containsExactly((float) ((0 - 0.485) / 0.229), (float) ((128 / 255.0 - 0.456) / 0.224), (float)
                        ((1 - 0.406) / 0.225));
    }

    @Test
    void colour_becomesGreyByItsBrightness() {
        Image image = new Image(4, 1, new int[] {RED, GREEN, BLUE, 0x123456});
        var preprocessing = new OfImages(4, 1, Colour.GREY, Layout.NCHW, Fit.STRETCH, 255, List.of(0.0), List.of(1.0));

        assertThat(floats(preprocessing, image)).containsExactly(76, 150, 29, 46);
    }

    @Test
    void stretch_interpolatesBetweenPixelCentres() {
        Image image = new Image(2, 1, new int[] {0x000000, 0x646464});

        assertThat(floats(grey255(4, 1, Fit.STRETCH), image)).containsExactly(0, 25, 75, 100);
    }

    @Test
    void shrinkingMuch_averagesAllPixels() {
        int[] stripes = new int[9 * 9];
        Arrays.setAll(stripes, i -> i % 3 == 1 ? WHITE : 0);

        float[] values = floats(grey255(3, 3, Fit.STRETCH), new Image(9, 9, stripes));

        assertThat(values).containsOnly(85);
    }

    @Test
    void shrinkingByABrokenRatio_keepsTheMean() {
        var random = new Random(1);
        int[] noise = new int[101 * 77];
        Arrays.setAll(noise, _ -> random.nextInt(256) * 0x010101);
        double mean = Arrays.stream(noise).map(p -> p & 0xFF).average().orElseThrow();

        float[] values = floats(grey255(7, 5, Fit.STRETCH), new Image(101, 77, noise));

        double kept = 0;
        for (float value : values) {
            kept += value / values.length;
        }
        assertThat(kept).isBetween(mean - 0.6, mean + 0.6);
    }

    @Test
    void everySize_ofAWhiteImage_staysWhite() {
        for (int width = 1; width < 40; width += 3) {
            for (int height = 1; height < 40; height += 4) {
                int[] white = new int[width * height];
                Arrays.fill(white, WHITE);
                Image image = new Image(width, height, white);

                assertThat(floats(grey255(5, 9, Fit.STRETCH), image)).containsOnly(255);
                assertThat(floats(grey255(5, 9, Fit.CROP), image)).containsOnly(255);
            }
        }
    }

    @Test
    void crop_takesTheMiddle() {
        Image image = new Image(6, 2, new int[] {
            RED, RED, GREEN, GREEN, BLUE, BLUE, //
            RED, RED, GREEN, GREEN, BLUE, BLUE
        });

        float[] values = floats(rgb(2, 2, Layout.NHWC, Fit.CROP, 1), image);

        assertThat(values).containsExactly(0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0);
    }

    @Test
    void letterbox_keepsTheWholeImageAndFillsUpWithBlack() {
        Image image = new Image(4, 2, new int[] {WHITE, WHITE, WHITE, WHITE, WHITE, WHITE, WHITE, WHITE});

        float[] values = floats(grey255(4, 4, Fit.LETTERBOX), image);

        assertThat(values).containsExactly(0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0);
    }

    @Test
    void imagesOfOtherSizes_doNotDisturbEachOther() {
        var preprocessor = new ImagePreprocessor(grey255(2, 2, Fit.LETTERBOX), spec(grey255(2, 2, Fit.LETTERBOX), 2));
        Tensor input = Tensor.allocate(spec(grey255(2, 2, Fit.LETTERBOX), 2));

        preprocessor.write(new Image(1, 1, new int[] {WHITE}), input, 0);
        preprocessor.write(new Image(2, 1, new int[] {WHITE, 0}), input, 1);

        float[] values = new float[8];
        input.read(0, values);
        assertThat(values).containsExactly(255, 255, 255, 255, 255, 0, 0, 0);
    }

    @Test
    void batchIndexBeyondTheBatch_isRefused() {
        OfImages preprocessing = grey(2, 2, Fit.STRETCH);
        var preprocessor = new ImagePreprocessor(preprocessing, spec(preprocessing, 1));
        Tensor input = Tensor.allocate(spec(preprocessing, 1));

        assertThatThrownBy(() -> preprocessor.write(new Image(1, 1, new int[1]), input, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void unsignedInput_getsRoundedValues() {
        OfImages preprocessing = grey255(2, 1, Fit.STRETCH);
        var input = new TensorSpec("image", ElementType.UINT8, List.of(1, 1, 1, 2));

        assertThat(bytes(preprocessing, input, new Image(2, 1, new int[] {0, WHITE})))
                .containsExactly(0, -1);
    }

    @Test
    void quantisedInput_getsTheNumbersThatStandForTheValues() {
        OfImages preprocessing = grey(3, 1, Fit.STRETCH);
        var input = new TensorSpec(
                "image", ElementType.INT8, List.of(1, 1, 1, 3), Optional.of(new Quantisation(1 / 255.0, -128)));

        assertThat(bytes(preprocessing, input, new Image(3, 1, new int[] {0, 0x808080, WHITE})))
                .containsExactly(-128, 0, 127);
    }

    @Test
    void quantisedInput_isLimitedToItsRange() {
        OfImages preprocessing = grey(2, 1, Fit.STRETCH);
        var input = new TensorSpec(
                "image", ElementType.UINT8, List.of(1, 1, 1, 2), Optional.of(new Quantisation(0.001, -10)));

        assertThat(bytes(preprocessing, input, new Image(2, 1, new int[] {0, WHITE})))
                .containsExactly(0, -1);
    }

    @Test
    void inputOfAnotherShapeOrType_isRefused() {
        OfImages preprocessing = grey(28, 20, Fit.STRETCH);

        assertUnsuitable(preprocessing, new TensorSpec("x", ElementType.FLOAT32, List.of(1, 28, 20, 1)));
        assertUnsuitable(preprocessing, new TensorSpec("x", ElementType.FLOAT32, List.of(1, 3, 20, 28)));
        assertUnsuitable(preprocessing, new TensorSpec("x", ElementType.FLOAT32, List.of(560)));
        assertUnsuitable(preprocessing, new TensorSpec("x", ElementType.INT64, List.of(1, 1, 20, 28)));
    }

    @Test
    void placement_mapsPlacesBackToTheImage() {
        Placement crop = Placement.of(grey(10, 10, Fit.CROP), 300, 100);
        Placement letterbox = Placement.of(grey(10, 10, Fit.LETTERBOX), 300, 100);

        assertThat(crop.imageX(0)).isEqualTo(1 / 3.0);
        assertThat(crop.imageX(1)).isEqualTo(2 / 3.0);
        assertThat(crop.imageY(0.5)).isEqualTo(0.5);
        assertThat(letterbox.imageX(0.25)).isEqualTo(0.25);
        assertThat(letterbox.imageY(0.3)).isEqualTo(0);
        assertThat(letterbox.imageY(0.6)).isEqualTo(1);
    }

    private static void assertUnsuitable(OfImages preprocessing, TensorSpec input) {
        assertThatThrownBy(() -> new ImagePreprocessor(preprocessing, input))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input x");
    }

    private static float[] floats(OfImages preprocessing, Image image) {
        Tensor input = Tensor.allocate(spec(preprocessing, 1));
        new ImagePreprocessor(preprocessing, input.spec()).write(image, input, 0);
        float[] values = new float[input.spec().elementCount()];
        input.read(0, values);
        return values;
    }

    private static byte[] bytes(OfImages preprocessing, TensorSpec spec, Image image) {
        Tensor input = Tensor.allocate(spec);
        new ImagePreprocessor(preprocessing, spec).write(image, input, 0);
        byte[] values = new byte[spec.sizeBytes()];
        input.bytes().get(0, values);
        return values;
    }

    private static TensorSpec spec(OfImages preprocessing, int batch) {
        int channels = preprocessing.colour().channels();
        List<Integer> shape = switch (preprocessing.layout()) {
            case NCHW -> List.of(batch, channels, preprocessing.height(), preprocessing.width());
            case NHWC -> List.of(batch, preprocessing.height(), preprocessing.width(), channels);
        };
        return new TensorSpec("image", ElementType.FLOAT32, shape);
    }

    private static OfImages grey(int width, int height, Fit fit) {
        return new OfImages(width, height, Colour.GREY, Layout.NCHW, fit, 1, List.of(0.0), List.of(1.0));
    }

    private static OfImages grey255(int width, int height, Fit fit) {
        return new OfImages(width, height, Colour.GREY, Layout.NCHW, fit, 255, List.of(0.0), List.of(1.0));
    }

    private static OfImages rgb(int width, int height, Layout layout, Fit fit, double scale) {
        List<Double> zeros = List.of(0.0, 0.0, 0.0);
        return new OfImages(width, height, Colour.RGB, layout, fit, scale, zeros, List.of(1.0, 1.0, 1.0));
    }
}
