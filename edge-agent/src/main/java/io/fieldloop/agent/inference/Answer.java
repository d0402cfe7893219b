package io.fieldloop.agent.inference;

import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.message.Prediction;
import java.time.Duration;

/**
 * What a model said of one input.
 *
 * @param model the version that said it
 * @param prediction what it said
 * @param took for preprocessing, running and postprocessing; without waiting in the queue
 */
public record Answer(ModelRef model, Prediction prediction, Duration took) {}
