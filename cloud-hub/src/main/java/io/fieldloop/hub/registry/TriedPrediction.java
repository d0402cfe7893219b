package io.fieldloop.hub.registry;

import io.fieldloop.hub.samples.Answer;
import io.micronaut.serde.annotation.Serdeable;

/** What a version said of an image that a person tried. */
@Serdeable
record TriedPrediction(Answer prediction, long latencyMicros) {
    static TriedPrediction of(LoadedModels.Answer answer) {
        return new TriedPrediction(Answer.of(answer.prediction()), answer.took().toNanos() / 1_000);
    }
}
