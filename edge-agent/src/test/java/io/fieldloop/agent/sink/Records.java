package io.fieldloop.agent.sink;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Records for the tests of this package. */
final class Records {
    private static final StreamName LINE = new StreamName("line");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Records() {}

    /** A record that can be told from others by how long it took. */
    static PredictionRecord classified(int micros) {
        return new PredictionRecord(
                LINE,
                NOON,
                new Answer(
                        ModelRef.of("fashion", 3),
                        new Classified(List.of(new ClassScore("Coat", 0.75))),
                        Duration.ofNanos(1_000L * micros)));
    }

    static PredictionRecord detected() {
        return new PredictionRecord(
                LINE,
                NOON,
                new Answer(
                        ModelRef.of("faces", 1),
                        new Detected(List.of(new Box("face", 0.5, 0.25, 0.125, 0.5, 0.75))),
                        Duration.ofNanos(1_999)));
    }

    /** Two columns of two pixels, of which the left one is road. */
    static PredictionRecord segmented() {
        var road = new Region("road", 0.75, List.of(0, 2, 2));
        return new PredictionRecord(
                LINE,
                NOON,
                new Answer(
                        ModelRef.of("ground", 1),
                        new Segmented(new Mask(2, 2, 0.25, List.of(road))),
                        Duration.ofNanos(1_000)));
    }
}
