package io.fieldloop.agent.capture;

import io.fieldloop.protocol.ModelName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A declared reason to capture an input of a stream. Rules are configuration; what one has to remember of the inputs is its
 * {@link Interest}. {@code docs/agent-config.md} tells people what each captures and what that is worth.
 */
public sealed interface CaptureRule {
    /** How it is called in configuration and in samples. */
    default String name() {
        return switch (this) {
            case RandomShare _ -> RandomShare.NAME;
            case Every _ -> "every";
            case LowConfidence _ -> "low-confidence";
            case SmallMargin _ -> "small-margin";
            case HighEntropy _ -> "high-entropy";
            case Quota _ -> "quota";
            case RareClass _ -> "rare-class";
            case Flicker _ -> "flicker";
            case Shadow _ -> "shadow";
            case Novelty _ -> "novelty";
            case Drift _ -> "drift";
            case Anomaly _ -> "anomaly";
            case Outlier _ -> "outlier";
            case OnRequest _ -> "on-request";
            case Around _ -> "around";
        };
    }

    /**
     * A random share of all inputs, whatever the model says of them: an unbiased view of the field.
     *
     * @param share above 0 and at most 1
     */
    record RandomShare(double share) implements CaptureRule {
        static final String NAME = "random";

        /** Checks the share. */
        public RandomShare {
            requireShare("share", share);
        }
    }

    /**
     * One input in a while, whatever the model says of it.
     *
     * @param every the least time between two of them
     */
    record Every(Duration every) implements CaptureRule {
        /** Checks the duration. */
        public Every {
            requireSome("every", every);
        }
    }

    /**
     * Inputs of which the model is not sure.
     *
     * @param below a confidence, above 0 and at most 1
     */
    record LowConfidence(double below) implements CaptureRule {
        /** Checks the bound. */
        public LowConfidence {
            requireShare("below", below);
        }
    }

    /**
     * Inputs of which the model can hardly tell the likeliest class from the next one.
     *
     * @param below a difference of two scores, above 0 and at most 1
     */
    record SmallMargin(double below) implements CaptureRule {
        /** Checks the bound. */
        public SmallMargin {
            requireShare("below", below);
        }
    }

    /**
     * Inputs of which the model takes many classes for likely.
     *
     * @param above an entropy as a share of the highest that there can be, 0 to below 1
     */
    record HighEntropy(double above) implements CaptureRule {
        /** Checks the bound. */
        public HighEntropy {
            requireBelowOne("above", above);
        }
    }

    /**
     * So many inputs of each class, or of one, in a period.
     *
     * @param label of the class; empty for each class
     * @param atMost how many, at least 1
     * @param per the period, which begins anew when it is over
     */
    record Quota(Optional<String> label, long atMost, Duration per) implements CaptureRule {
        /** Checks the number and the period. */
        public Quota {
            requireCount("at-most", atMost);
            requireSome("per", per);
        }
    }

    /**
     * Inputs of classes that the model hardly ever names.
     *
     * @param below a share of the answers, above 0 and at most 1
     */
    record RareClass(double below) implements CaptureRule {
        /** Checks the bound. */
        public RareClass {
            requireShare("below", below);
        }
    }

    /**
     * Inputs of which the model says something else than of the one right before.
     *
     * @param above a disagreement, 0 to below 1
     */
    record Flicker(double above) implements CaptureRule {
        /** Checks the bound. */
        public Flicker {
            requireBelowOne("above", above);
        }
    }

    /**
     * Inputs of which another model, the shadow, says something else than the one that serves.
     *
     * @param model the shadow
     * @param oneIn of how many inputs it is asked about one, at least 1
     * @param above a disagreement, 0 to below 1
     */
    record Shadow(ModelName model, long oneIn, double above) implements CaptureRule {
        /** Checks the number and the bound. */
        public Shadow {
            requireCount("one-in", oneIn);
            requireBelowOne("above", above);
        }
    }

    /**
     * Inputs whose scores, or whose embedding, are far from those that are usual.
     *
     * @param output of the model that is the embedding; empty for the scores, which count too where a model has no such output
     * @param beyond a distance in standard deviations, at least 1
     */
    record Novelty(Optional<String> output, double beyond) implements CaptureRule {
        /** Checks the bound. */
        public Novelty {
            requireDeviations(beyond);
        }
    }

    /**
     * Inputs of the classes that have become more frequent, while the mix of classes differs from the usual one.
     *
     * @param above by which share of the answers, 0 to below 1
     * @param answers over how many of the latest answers the mix is taken, at least 1
     */
    record Drift(double above, long answers) implements CaptureRule {
        /** Checks the bounds. */
        public Drift {
            requireBelowOne("above", above);
            requireCount("answers", answers);
        }
    }

    /**
     * Inputs where a number that is followed over time leaves its usual range.
     *
     * @param series the number
     * @param beyond a distance from its mean in standard deviations, at least 1
     */
    record Anomaly(Series series, double beyond) implements CaptureRule {
        /** Checks the bound. */
        public Anomaly {
            requireDeviations(beyond);
        }
    }

    /**
     * Windows with a reading of a sensor that leaves its usual range.
     *
     * @param column of the readings; windows without it are never chosen
     * @param beyond a distance from its mean in standard deviations, at least 1
     */
    record Outlier(String column, double beyond) implements CaptureRule {
        /** Checks the name and the bound. */
        public Outlier {
            require(!column.isBlank(), "column must name a column of the readings");
            requireDeviations(beyond);
        }
    }

    /**
     * The next so many inputs, or those of a class, that somebody asked for.
     *
     * @param request its name, under which is remembered how many were captured; 1 to 63 of {@code a-z}, {@code 0-9} and {@code -}
     * @param label of the class; empty for any
     * @param next how many, at least 1
     */
    record OnRequest(String request, Optional<String> label, long next) implements CaptureRule {
        /** Checks the name and the number. */
        public OnRequest {
            require(
                    request.matches("[a-z0-9-]{1,63}"),
                    "request must be 1 to 63 of a-z, 0-9 and '-', not '" + request + "'");
            requireCount("next", next);
        }
    }

    /**
     * What came right before and after an input that other rules chose.
     *
     * @param of the names of those rules, at least one
     * @param before for how long before; kept in memory only
     * @param after for how long after
     * @param maxBytes the most memory for what is kept, at least 1; beyond it the oldest is dropped
     */
    record Around(List<String> of, Duration before, Duration after, long maxBytes) implements CaptureRule {
        /** Takes a copy of the names, and checks that there are some, and the durations. */
        public Around {
            of = List.copyOf(of);
            require(!of.isEmpty(), "of must name at least one rule");
            requireSome("before", before);
            requireSome("after", after);
            requireCount("max-bytes", maxBytes);
        }
    }

    private static void requireShare(String name, double value) {
        require(value > 0 && value <= 1, "%s must be above 0 and at most 1, not %s".formatted(name, value));
    }

    private static void requireBelowOne(String name, double value) {
        require(value >= 0 && value < 1, "%s must be 0 to below 1, not %s".formatted(name, value));
    }

    private static void requireDeviations(double beyond) {
        require(beyond >= 1 && beyond < Double.POSITIVE_INFINITY, "beyond must be at least 1, not " + beyond);
    }

    private static void requireCount(String name, long count) {
        require(count >= 1, "%s must be at least 1, not %d".formatted(name, count));
    }

    private static void requireSome(String name, Duration duration) {
        require(duration.isPositive(), "%s must be longer than nothing, not %s".formatted(name, duration));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
