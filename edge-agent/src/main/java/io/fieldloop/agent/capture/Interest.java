package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.CaptureRule.Anomaly;
import io.fieldloop.agent.capture.CaptureRule.Around;
import io.fieldloop.agent.capture.CaptureRule.Drift;
import io.fieldloop.agent.capture.CaptureRule.Every;
import io.fieldloop.agent.capture.CaptureRule.Flicker;
import io.fieldloop.agent.capture.CaptureRule.HighEntropy;
import io.fieldloop.agent.capture.CaptureRule.LowConfidence;
import io.fieldloop.agent.capture.CaptureRule.Novelty;
import io.fieldloop.agent.capture.CaptureRule.OnRequest;
import io.fieldloop.agent.capture.CaptureRule.Outlier;
import io.fieldloop.agent.capture.CaptureRule.Quota;
import io.fieldloop.agent.capture.CaptureRule.RandomShare;
import io.fieldloop.agent.capture.CaptureRule.RareClass;
import io.fieldloop.agent.capture.CaptureRule.Shadow;
import io.fieldloop.agent.capture.CaptureRule.SmallMargin;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.models.readings.Readings;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * How interesting the inputs of one stream are to one rule, with what it has to remember for that. Each formula grows with
 * what the rule looks for, from 0 at its bound to 1. One thread at a time.
 */
@FunctionalInterface
interface Interest {
    /** What an input is worth that was chosen whatever the model said of it. */
    double UNBIASED = 0.5;

    /**
     * How interesting an input is; to be asked once of each input, in the order in which they came.
     *
     * @param at when it came, by a clock that may jump
     * @return at most 1; the rule chooses it if it is above 0
     */
    double in(Answer answer, Instant at);

    /** The same of an input that is a window of readings. */
    default double in(Answer answer, Readings readings, Instant at) {
        return in(answer, at);
    }

    /** The input that was asked about last is captured, and this rule is one of those that chose it. */
    default void captured(Instant at) {}

    /** The interest of a rule that has seen nothing yet. */
    static Interest of(CaptureRule rule, RandomGenerator random, Requests requests) {
        return switch (rule) {
            case RandomShare(var share) -> (_, _) -> random.nextDouble() < share ? UNBIASED : 0;
            case Every(var every) -> new Regularity(every);
            case LowConfidence(var below) -> (answer, _) -> below(below, Doubt.confidence(answer.prediction()));
            case SmallMargin(var below) -> (answer, _) -> below(below, Doubt.margin(answer.prediction()));
            case HighEntropy(var above) -> (answer, _) -> above(above, Doubt.entropy(answer.prediction()));
            case Quota quota -> new Appetite(quota);
            case RareClass(var below) -> new OfVersion(() -> new Rarity(below));
            case Flicker(var above) -> new OfVersion(() -> new Disagreement(above));
            case Novelty novelty -> new OfVersion(() -> new Strangeness(novelty));
            case Drift drift -> new OfVersion(() -> new Shift(drift));
            case Anomaly(var series, var beyond) -> new OfVersion(() -> new Deviation(series, beyond));
            case Outlier(var column, var beyond) -> new Excursion(column, beyond);
            case OnRequest request -> new Demand(request, requests);
            case Shadow _ -> (_, _) -> 0; // Shadowing chooses later what this would choose
            case Around _ -> (_, _) -> 0; // what is around an input is for Surroundings to choose
        };
    }

    /** From 1 at nothing to 0 at the bound. */
    static double below(double bound, double measured) {
        return (bound - measured) / bound;
    }

    /** From 0 at the bound to 1 at 1. */
    static double above(double bound, double measured) {
        return (measured - bound) / (1 - bound);
    }

    /** From 0 at the bound towards 1 as it is left behind. */
    static double beyond(double bound, double measured) {
        return measured > bound ? 1 - bound / measured : 0;
    }
}
