package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.BehaviourCounter;
import java.util.SplittableRandom;

/** Answers of a model of coats and bags. */
final class TestAnswers {
    private TestAnswers() {}

    /**
     * Some answers.
     *
     * @param middle of the scores
     * @param coats the share of coats; the rest is bags
     */
    static Behaviour of(long seed, int count, double middle, double coats) {
        var random = new SplittableRandom(seed);
        var counter = new BehaviourCounter();
        for (int i = 0; i < count; i++) {
            double score = Math.clamp(middle + 0.08 * random.nextGaussian(), 0.01, 1);
            counter.add(random.nextDouble() < coats ? "Coat" : "Bag", score);
            counter.addLatency((long) (2_000 * Math.exp(0.2 * random.nextGaussian())));
        }
        return counter.behaviour();
    }

    /** Answers as they usually are. */
    static Behaviour usual(long seed, int count) {
        return of(seed, count, 0.8, 0.7);
    }

    /** Answers of a model that sees something else. */
    static Behaviour drifted(long seed, int count) {
        return of(seed, count, 0.6, 0.3);
    }
}
