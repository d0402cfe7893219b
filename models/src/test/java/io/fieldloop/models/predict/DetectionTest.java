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
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.Detected;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A real detector on real photographs; where the objects are was measured by eye. */
class DetectionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        // photograph, label, score, left, top, right and bottom of the object
        "chelsea.png, Cat, 0.85, 0.00, 0.00, 0.93, 1.00",
        "coffee.png, Coffee cup, 0.56, 0.29, 0.06, 0.70, 0.81",
        "astronaut.png, Person, 0.58, 0.03, 0.03, 0.71, 1.00",
        "camera.png, Person, 0.44, 0.02, 0.10, 0.58, 1.00",
    })
    void object_inAPhotograph_isFoundWhereItIs(
            String photograph, String label, double score, double left, double top, double right, double bottom)
            throws Exception {
        Box box = onlyBox(photograph, Fit.STRETCH);

        assertThat(box.label()).isEqualTo(label);
        assertThat(box.score()).isEqualTo(score, within(0.02));
        assertThat(box.left()).isEqualTo(left, within(0.04));
        assertThat(box.top()).isEqualTo(top, within(0.04));
        assertThat(box.left() + box.width()).isEqualTo(right, within(0.04));
        assertThat(box.top() + box.height()).isEqualTo(bottom, within(0.04));
    }

    @ParameterizedTest
    @EnumSource(Fit.class)
    void cup_isFoundAtTheSamePlaceOfThePhotograph_howeverThatIsFitted(Fit fit) throws Exception {
        Box cup = onlyBox("coffee.png", fit);

        assertThat(cup.label()).isEqualTo("Coffee cup");
        assertThat(cup.left()).isEqualTo(0.29, within(0.05));
        assertThat(cup.left() + cup.width()).isEqualTo(0.69, within(0.05));
        assertThat(cup.top()).isEqualTo(0.06, within(0.05));
    }

    @Test
    void detector_isAcceleratedAndSays() throws Exception {
        try (LoadedModel model = detector(Fit.STRETCH)) {
            assertThat(model.accelerator()).isEqualTo("xnnpack");
            assertThat(model.variant().outputs().get(1).shape()).containsExactly(1, 1917, 24);
        }
    }

    private Box onlyBox(String photograph, Fit fit) throws Exception {
        Image image = ImageReader.read(Bytes.wrap(Files.readAllBytes(TestAssets.file("photographs", photograph))));
        try (LoadedModel model = detector(fit);
                Predictor predictor = model.newPredictor()) {
            var detected = (Detected) predictor.predict(image);
            assertThat(predictor.predict(image)).isEqualTo(detected);
            assertThat(detected.boxes()).hasSize(1);
            return detected.boxes().getFirst();
        }
    }

    private LoadedModel detector(Fit fit) throws Exception {
        return LoadedModel.load(TestPackages.detector(folder, fit), Runtimes.available(), LoadOptions.DEFAULT);
    }
}
