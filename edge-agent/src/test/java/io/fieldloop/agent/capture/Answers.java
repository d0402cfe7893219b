package io.fieldloop.agent.capture;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Answers of models, written briefly. */
final class Answers {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Answers() {}

    static Answer of(Prediction prediction) {
        return new Answer(ModelRef.of("fashion", 1), prediction, Duration.ofMillis(2));
    }

    static Answer ofVersion(int version, Prediction prediction) {
        return new Answer(ModelRef.of("fashion", version), prediction, Duration.ofMillis(2));
    }

    static Answer after(Duration took) {
        return new Answer(ModelRef.of("fashion", 1), classified("shoe", 1.0), took);
    }

    /** Labels and scores in turn. */
    static Prediction classified(Object... labelsAndScores) {
        List<ClassScore> classes = new ArrayList<>();
        for (int i = 0; i < labelsAndScores.length; i += 2) {
            classes.add(new ClassScore((String) labelsAndScores[i], (double) labelsAndScores[i + 1]));
        }
        return new Classified(classes);
    }

    static Prediction detected(Box... boxes) {
        return new Detected(List.of(boxes));
    }

    /** Of a hundred pixels so many are road, and so many might as well be something else. */
    static Prediction segmented(int road, int uncertain) {
        var region = new Region("road", 0.9, List.of(0, road, 100 - road));
        return new Segmented(new Mask(10, 10, uncertain / 100.0, List.of(region)));
    }

    /** A box of half the width and height. */
    static Box box(String label, double score, double left) {
        return new Box(label, score, left, 0.25, 0.5, 0.5);
    }
}
