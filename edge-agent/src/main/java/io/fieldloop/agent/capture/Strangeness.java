package io.fieldloop.agent.capture;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Chooses inputs whose scores are farther from the usual ones than scores usually are. The distance is that of Mahalanobis
 * with a diagonal covariance, from a running summary of the scores of each label.
 */
final class Strangeness implements Interest {
    /** Of a score; what hardly varies must not make the least change endless. */
    private static final double LEAST_VARIANCE = 1e-4;

    /** Before so many answers every distance is large. */
    private static final long LEAST_ANSWERS = 50;

    private final double beyond;
    private final Map<String, Moments> usual = new HashMap<>();
    private final Map<String, Double> scores = new HashMap<>();
    private final Moments distances = new Moments();
    private long answers;

    Strangeness(double beyond) {
        this.beyond = beyond;
    }

    @Override
    public double in(Answer answer, Instant at) {
        readScores(answer.prediction());
        double squares = 0;
        for (var label : usual.entrySet()) {
            double score = scores.getOrDefault(label.getKey(), 0.0);
            squares += label.getValue().squaredDistance(score, LEAST_VARIANCE);
            label.getValue().add(score);
        }
        return answers++ < LEAST_ANSWERS ? 0 : interest(Math.sqrt(squares / Math.max(1, usual.size())));
    }

    private double interest(double distance) {
        double deviations = distances.deviations(distance);
        distances.add(distance);
        return Interest.beyond(beyond, deviations);
    }

    /** Of each label the highest score; a label that was not known before was 0 until now. */
    private void readScores(Prediction prediction) {
        scores.clear();
        switch (prediction) {
            case Classified(var classes) -> {
                for (ClassScore score : classes) {
                    scores.merge(score.label(), score.score(), Math::max);
                }
            }
            case Detected(var boxes) -> {
                for (Box box : boxes) {
                    scores.merge(box.label(), box.score(), Math::max);
                }
            }
        }
        for (String label : scores.keySet()) {
            usual.computeIfAbsent(label, _ -> new Moments());
        }
    }
}
