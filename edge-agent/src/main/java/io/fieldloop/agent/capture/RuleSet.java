package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.CaptureRule.Found;
import io.fieldloop.agent.capture.CaptureRule.LowConfidence;
import io.fieldloop.agent.capture.CaptureRule.RandomShare;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides which inputs of one stream are captured, and what they are worth. One thread at a time. */
public final class RuleSet {
    /**
     * What a sample of the random share is worth, whatever other rules chose it too. If its value depended on the
     * prediction, eviction would thin out the share unevenly, and it would show the field as it is not.
     */
    static final double RANDOM_VALUE = 0.5;

    private final List<CaptureRule> rules;
    private final RandomGenerator random;

    /** A set of rules; without any, nothing is captured. */
    public RuleSet(List<CaptureRule> rules, RandomGenerator random) {
        this.rules = List.copyOf(rules);
        this.random = random;
    }

    /** Why an input is captured; empty when it is not. */
    public Optional<Choice> choose(Prediction prediction) {
        var chosenBy = new ArrayList<CaptureRule>();
        for (CaptureRule rule : rules) {
            if (chooses(rule, prediction)) {
                chosenBy.add(rule);
            }
        }
        return chosenBy.isEmpty() ? Optional.empty() : Optional.of(choice(chosenBy, prediction.confidence()));
    }

    private boolean chooses(CaptureRule rule, Prediction prediction) {
        return switch (rule) {
            case RandomShare(double share) -> random.nextDouble() < share;
            case Found _ -> !prediction.isEmpty();
            case LowConfidence(double below) -> prediction.confidence() < below && !isSilence(prediction);
        };
    }

    /** A classifier of images always names a class. */
    private static boolean isSilence(Prediction prediction) {
        return switch (prediction) {
            case Classified _ -> prediction.isEmpty();
            case Detected _ -> false;
        };
    }

    private static Choice choice(List<CaptureRule> chosenBy, double confidence) {
        double value = 0;
        for (CaptureRule rule : chosenBy) {
            switch (rule) {
                case RandomShare _ -> {
                    return new Choice(names(chosenBy), RANDOM_VALUE);
                }
                case Found _ -> value = Math.max(value, Math.clamp(1 - confidence, 0, 1));
                case LowConfidence(double below) ->
                    value = Math.max(value, Math.clamp((below - confidence) / below, 0, 1));
            }
        }
        return new Choice(names(chosenBy), value);
    }

    private static List<String> names(List<CaptureRule> rules) {
        return rules.stream().map(CaptureRule::name).distinct().toList();
    }

    /**
     * Why an input is captured.
     *
     * @param rules the names of the rules that chose it, at least one
     * @param value how much it is worth to keep, 0 to 1
     */
    public record Choice(List<String> rules, double value) {
        /** Takes a copy of the names. */
        public Choice {
            rules = List.copyOf(rules);
        }
    }
}
