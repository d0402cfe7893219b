package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.CaptureRule.Novelty;
import io.fieldloop.agent.inference.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses inputs whose embedding, or whose scores, are farther from the usual ones than they usually are. The distance is that
 * of Mahalanobis with a diagonal covariance, from a running summary.
 */
final class Strangeness implements Interest {
    /** What hardly ever varies must not make the least change endless: no variance counts as less than this part of the mean one. */
    private static final double LEAST_VARIANCE = 0.05;

    /** Where nothing has varied. */
    private static final double SOME_VARIANCE = 1e-6;

    /** Before so many answers every distance is large. */
    private static final long LEAST_ANSWERS = 50;

    private final Novelty rule;
    private final Scores scores = new Scores();

    /** Of each place of the vector. */
    private final List<Moments> usual = new ArrayList<>();

    private final Moments distances = new Moments();
    private long answers;

    Strangeness(Novelty rule) {
        this.rule = rule;
    }

    @Override
    public double in(Answer answer, Instant at) {
        double distance = distance(vector(answer));
        if (answers++ < LEAST_ANSWERS) {
            return 0;
        }
        double deviations = distances.deviations(distance);
        distances.add(distance);
        return Interest.beyond(rule.beyond(), deviations);
    }

    private float[] vector(Answer answer) {
        float[] embedding =
                rule.output().isPresent() ? answer.outputs().get(rule.output().get()) : null;
        return embedding == null ? scores.of(answer.prediction()) : embedding;
    }

    private double distance(float[] vector) {
        while (usual.size() < vector.length) {
            usual.add(new Moments());
        }
        double leastVariance = leastVariance();
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            squares += usual.get(i).squaredDistance(vector[i], leastVariance);
            usual.get(i).add(vector[i]);
        }
        return Math.sqrt(squares / Math.max(1, vector.length));
    }

    private double leastVariance() {
        double sum = 0;
        for (Moments place : usual) {
            sum += place.variance();
        }
        return SOME_VARIANCE + LEAST_VARIANCE * sum / Math.max(1, usual.size());
    }
}
