package io.fieldloop.lab.bench;

import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.Image;
import java.io.IOException;
import java.nio.file.Path;

/** A program that predicts an image again and again as the agent does: preprocessing, model, classes. Prints {@link Timings}. */
final class PredictionLoop {
    private PredictionLoop() {}

    /** Runs it: {@code FOLDER WARM_UP RUNS}. */
    public static void main(String[] arguments) throws ModelException, IOException {
        var versions = new FashionVersions(Path.of(arguments[0]));
        Image image = FashionVersions.grey(100);
        try (LoadedModel loaded = LoadedModel.load(
                        versions.version(1, FashionVersions.base()), Runtimes.available(), LoadOptions.DEFAULT);
                Predictor predictor = loaded.newPredictor()) {
            var timed = new TimedLoop(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            System.out.println(
                    timed.run(() -> predictor.predict(image).confidence()).line());
        }
    }
}
