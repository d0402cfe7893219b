package io.fieldloop.agent.capture;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;

/** A number that each answer gives, followed over time. */
public enum Series {
    /** How sure the model is of its first answer, 0 to 1. */
    CONFIDENCE,
    /** How many objects it found, or classes in a mask; of a classifier always 1. */
    OBJECTS,
    /** How long the inference took, in microseconds. */
    LATENCY;

    double of(Answer answer) {
        return switch (this) {
            case CONFIDENCE -> answer.prediction().confidence();
            case OBJECTS ->
                switch (answer.prediction()) {
                    case Classified _ -> 1;
                    case Detected(var boxes) -> boxes.size();
                    case Segmented(var mask) -> mask.regions().size();
                };
            case LATENCY -> answer.took().toNanos() / 1_000.0;
        };
    }
}
