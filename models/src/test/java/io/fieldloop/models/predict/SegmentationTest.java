package io.fieldloop.models.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction.Segmented;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real model that tells persons from what is behind them, on real photographs. */
class SegmentationTest {
    @TempDir
    Path folder;

    @Test
    void person_isWhereThePhotographShowsOne() throws Exception {
        Mask mask = mask(photograph("astronaut.png"), Fit.STRETCH);

        assertThat(mask.width()).isEqualTo(512);
        assertThat(mask.height()).isEqualTo(512);
        assertThat(mask.regions()).hasSize(1);
        assertThat(mask.share(mask.regions().getFirst())).isEqualTo(0.54, within(0.02));
        assertThat(isPerson(mask, 0.44, 0.3)).isTrue(); // the face
        assertThat(isPerson(mask, 0.5, 0.9)).isTrue(); // the suit
        assertThat(isPerson(mask, 0.95, 0.05)).isFalse(); // the shuttle
        assertThat(mask.uncertain()).isBetween(0.0, 0.1);
    }

    @ParameterizedTest
    @EnumSource(Fit.class)
    void person_inATallPhotograph_isWhereItIs_howeverThatIsFitted(Fit fit) throws Exception {
        Mask mask = mask(tall(photograph("astronaut.png")), fit);

        assertThat(mask.width()).isEqualTo(341);
        assertThat(mask.height()).isEqualTo(512);
        assertThat(isPerson(mask, 0.44, 0.53)).isTrue();
        assertThat(isPerson(mask, 0.1, 0.1)).isFalse();
    }

    /** The photograph with half of its height in black above it. */
    private static Image tall(Image image) {
        int above = image.height() / 2;
        int[] rgb = new int[image.width() * (image.height() + above)];
        System.arraycopy(image.rgb(), 0, rgb, image.width() * above, image.rgb().length);
        return new Image(image.width(), image.height() + above, rgb);
    }

    private static boolean isPerson(Mask mask, double x, double y) {
        int column = (int) (x * mask.width());
        int row = (int) (y * mask.height());
        return mask.places()[column * mask.height() + row] == 1;
    }

    private static Image photograph(String name) throws Exception {
        return ImageReader.read(Bytes.wrap(Files.readAllBytes(TestAssets.file("photographs", name))));
    }

    private Mask mask(Image image, Fit fit) throws Exception {
        try (LoadedModel model = LoadedModel.load(
                        TestPackages.segmenter(folder, fit), Runtimes.available(), LoadOptions.DEFAULT);
                Predictor predictor = model.newPredictor()) {
            return ((Segmented) predictor.predict(image)).mask();
        }
    }
}
