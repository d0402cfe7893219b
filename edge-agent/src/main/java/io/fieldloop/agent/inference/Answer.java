package io.fieldloop.agent.inference;

import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.message.Prediction;
import java.time.Duration;
import java.util.Map;

/**
 * What a model said of one input.
 *
 * @param model the version that said it
 * @param prediction what it said
 * @param took for preprocessing, running and postprocessing; without waiting in the queue
 * @param outputs those that the pool was asked to bring along, as far as the model has them, by name; must not be changed
 */
public record Answer(ModelRef model, Prediction prediction, Duration took, Map<String, float[]> outputs) {
    /** With nothing brought along. */
    public Answer(ModelRef model, Prediction prediction, Duration took) {
        this(model, prediction, took, Map.of());
    }
}
