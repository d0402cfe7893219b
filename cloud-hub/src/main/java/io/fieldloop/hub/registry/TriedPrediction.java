package io.fieldloop.hub.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a version said of an image that a person tried. */
@Serdeable
record TriedPrediction(Said prediction, long latencyMicros) {
    static TriedPrediction of(LoadedModels.Answer answer) {
        return new TriedPrediction(Said.of(answer.prediction()), answer.took().toNanos() / 1_000);
    }

    /** Classes or boxes, never both. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Said(@Nullable List<ClassSaid> classes, @Nullable List<BoxSaid> boxes) {
        static Said of(Prediction prediction) {
            return switch (prediction) {
                case Classified(var classes) ->
                    new Said(
                            classes.stream()
                                    .map(c -> new ClassSaid(c.label(), c.score()))
                                    .toList(),
                            null);
                case Detected(var boxes) ->
                    new Said(null, boxes.stream().map(BoxSaid::of).toList());
            };
        }
    }

    /** A class and its probability. */
    @Serdeable
    record ClassSaid(String label, double score) {}

    /** A box; its sides are shares of the image. */
    @Serdeable
    record BoxSaid(String label, double score, double left, double top, double width, double height) {
        static BoxSaid of(Prediction.Box box) {
            return new BoxSaid(box.label(), box.score(), box.left(), box.top(), box.width(), box.height());
        }
    }
}
