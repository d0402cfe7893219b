package io.fieldloop.models.predict;

import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real detector on real photographs. */
class DetectionTest {
    @TempDir
    Path folder;

    @Test
    void print() throws Exception {
        for (Fit fit : Fit.values()) {
            try (LoadedModel model = LoadedModel.load(
                            TestPackages.detector(folder, fit), Runtimes.available(), LoadOptions.DEFAULT);
                    Predictor predictor = model.newPredictor()) {
                for (String name : new String[] {"chelsea.png", "coffee.png", "astronaut.png", "camera.png"}) {
                    System.out.println(fit + " " + name + " " + photograph(name) + " "
                            + predictor.predict(photograph(name)) + model.accelerator());
                }
            }
        }
        System.out.println(Runtimes.available());
    }

    private static Image photograph(String name) throws Exception {
        return ImageReader.read(Bytes.wrap(Files.readAllBytes(TestAssets.file("photographs", name))));
    }
}
