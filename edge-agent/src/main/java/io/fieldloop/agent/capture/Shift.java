package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.CaptureRule.Drift;
import io.fieldloop.agent.inference.Answer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses inputs of the classes that have become more frequent, while the mix of classes of the latest answers is farther from
 * the usual mix than it may be. Both are exponentially weighted; the distance is the total variation distance.
 */
final class Shift implements Interest {
    /** What is usual is taken over so many times the latest answers. */
    private static final long USUAL = 20;

    private final Drift drift;
    private final Map<String, Share> shares = new HashMap<>();
    private long answers;

    Shift(Drift drift) {
        this.drift = drift;
    }

    @Override
    public double in(Answer answer, Instant at) {
        List<String> labels = Classes.of(answer.prediction());
        count(labels);
        boolean known = answers > 2 * drift.answers();
        return known && labels.stream().anyMatch(this::isMoreFrequent) ? Interest.above(drift.above(), distance()) : 0;
    }

    private void count(List<String> labels) {
        answers++;
        double latestWeight = 1.0 / Math.min(answers, drift.answers());
        double usualWeight = 1.0 / Math.min(answers, USUAL * drift.answers());
        for (String label : labels) {
            shares.computeIfAbsent(label, _ -> new Share());
        }
        shares.forEach((label, share) ->
                share.move(labels.contains(label) ? 1.0 / labels.size() : 0, latestWeight, usualWeight));
    }

    private boolean isMoreFrequent(String label) {
        Share share = shares.get(label);
        return share != null && share.latest > share.usual;
    }

    private double distance() {
        double twice = 0;
        for (Share share : shares.values()) {
            twice += Math.abs(share.latest - share.usual);
        }
        return twice / 2;
    }

    /** Which share of the answers a class has. */
    private static final class Share {
        private double latest;
        private double usual;

        void move(double towards, double latestWeight, double usualWeight) {
            latest += latestWeight * (towards - latest);
            usual += usualWeight * (towards - usual);
        }
    }
}
