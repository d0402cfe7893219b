package io.fieldloop.models.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.readings.Readings;
import io.fieldloop.models.readings.ShuttleReadings;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.message.Prediction.Classified;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small model that has learnt the states of a space shuttle from its sensors. */
class ReadingsClassificationTest {
    private static final int TESTED = 1_000;

    @TempDir
    Path folder;

    @Test
    void readings_areClassified() throws Exception {
        ShuttleReadings shuttle = ShuttleReadings.load();
        try (LoadedModel model = load();
                Predictor predictor = model.newPredictor()) {
            int correct = 0;
            for (int row = 0; row < TESTED; row++) {
                Classified answer = (Classified) predictor.predict(content(shuttle.csv(50_000 + row, 1)));
                correct += answer.classes()
                                .getFirst()
                                .label()
                                .equals(ShuttleReadings.STATES.get(shuttle.states(50_000 + row, 1)[0]))
                        ? 1
                        : 0;
            }
            assertThat((double) correct / TESTED).isGreaterThan(0.9);
            assertThat(predictor
                            .predict(Content.empty(model.manifest().preprocessing()))
                            .isEmpty())
                    .isFalse();
        }
    }

    @Test
    void contentThatTheModelCannotRead_isRefused() throws Exception {
        try (LoadedModel model = load();
                Predictor predictor = model.newPredictor()) {
            assertThatThrownBy(() -> predictor.predict(content("V1,V2\n1,2\n")))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("no column 'V3'");
            assertThatThrownBy(() -> predictor.predict(new Image(1, 1, new int[1])))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("it can neither see nor hear");
        }
    }

    private LoadedModel load() throws Exception {
        return LoadedModel.load(TestPackages.shuttle(folder), Runtimes.available(), LoadOptions.DEFAULT);
    }

    private static Content content(String csv) throws Exception {
        return new Content.OfReadings(Readings.read(csv.getBytes(StandardCharsets.UTF_8)));
    }
}
