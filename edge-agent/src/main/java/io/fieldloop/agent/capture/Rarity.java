package io.fieldloop.agent.capture;

import io.fieldloop.agent.inference.Answer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chooses inputs of classes that had less than a share of the answers so far. */
final class Rarity implements Interest {
    /** Before so many answers nothing is known to be rare. */
    private static final long LEAST_ANSWERS = 100;

    /** At so many answers all counts are halved, so that the latest weigh more. */
    private static final long MOST_ANSWERS = 20_000;

    private final double below;
    private final Map<String, Long> counts = new HashMap<>();
    private long answers;

    Rarity(double below) {
        this.below = below;
    }

    @Override
    public double in(Answer answer, Instant at) {
        List<String> labels = Classes.of(answer.prediction());
        double interest = answers < LEAST_ANSWERS ? 0 : Interest.below(below, leastShare(labels));
        count(labels);
        return interest;
    }

    private double leastShare(List<String> labels) {
        double least = 1;
        for (String label : labels) {
            least = Math.min(least, (double) counts.getOrDefault(label, 0L) / answers);
        }
        return least;
    }

    private void count(List<String> labels) {
        answers++;
        for (String label : labels) {
            counts.merge(label, 1L, Long::sum);
        }
        if (answers == MOST_ANSWERS) {
            answers /= 2;
            counts.replaceAll((_, count) -> count / 2);
        }
    }
}
