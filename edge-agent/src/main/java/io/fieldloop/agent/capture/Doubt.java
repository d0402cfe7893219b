package io.fieldloop.agent.capture;

import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import java.util.List;

/**
 * How undecided a prediction is, after Settles, <i>Active Learning Literature Survey</i>, 2009, section 3.1. A box is a
 * decision between its object and nothing, and a prediction with boxes as undecided as the least decided of them. A mask is as
 * undecided as the share of its pixels that is.
 */
final class Doubt {
    private Doubt() {}

    /** The score of the first answer; 0 where nothing is seen, but 1 where nothing is heard: nearly always there is nothing to hear. */
    static double confidence(Prediction prediction) {
        return switch (prediction) {
            case Classified _ -> prediction.isEmpty() ? 1 : prediction.confidence();
            case Detected _, Segmented _ -> prediction.confidence();
        };
    }

    /** The score of the likeliest class less that of the next one, 0 to 1; 1 when there are no two. */
    static double margin(Prediction prediction) {
        return switch (prediction) {
            case Classified(var classes) ->
                classes.size() < 2 ? 1 : classes.get(0).score() - classes.get(1).score();
            case Detected(var boxes) -> {
                double least = 1;
                for (Box box : boxes) {
                    least = Math.min(least, Math.abs(2 * box.score() - 1));
                }
                yield least;
            }
            case Segmented(var mask) -> 1 - mask.uncertain();
        };
    }

    /** The entropy as a share of the highest that there can be, 0 to 1; 0 when there is nothing to decide. */
    static double entropy(Prediction prediction) {
        return switch (prediction) {
            case Classified(var classes) -> entropy(classes);
            case Detected(var boxes) -> {
                double highest = 0;
                for (Box box : boxes) {
                    highest = Math.max(highest, (term(box.score()) + term(1 - box.score())) / Math.log(2));
                }
                yield highest;
            }
            case Segmented(var mask) -> mask.uncertain();
        };
    }

    /** Of the classes that the model tells, as if there were no others. */
    private static double entropy(List<ClassScore> classes) {
        double sum = 0;
        for (ClassScore score : classes) {
            sum += score.score();
        }
        if (classes.size() < 2 || sum <= 0) {
            return 0;
        }
        double entropy = 0;
        for (ClassScore score : classes) {
            entropy += term(score.score() / sum);
        }
        return entropy / Math.log(classes.size());
    }

    private static double term(double probability) {
        return probability <= 0 ? 0 : -probability * Math.log(probability);
    }
}
