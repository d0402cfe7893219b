package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.sketch.Moments;
import java.util.Optional;

/** How far apart the embeddings of inputs lie. */
final class Embeddings {
    private Embeddings() {}

    /**
     * By how many standard deviations the means differ, in the quadratic mean over all places that vary: Cohen's d, after Cohen,
     * <i>Statistical Power Analysis for the Behavioral Sciences</i>, 1988. Chance is that of places that do not depend on each other.
     */
    static Distance distance(Optional<Moments> expected, Optional<Moments> found) {
        return expected.isPresent() && found.isPresent() ? distance(expected.get(), found.get()) : Distance.NONE;
    }

    private static Distance distance(Moments expected, Moments found) {
        long degrees = expected.count() + found.count() - 2;
        int places = 0;
        double squares = 0;
        for (int place = 0; place < Moments.PLACES; place++) {
            double variance = (expected.squares().get(place) + found.squares().get(place)) / degrees;
            double difference = expected.means().get(place) - found.means().get(place);
            double square = difference * difference / variance;
            if (Double.isFinite(square)) {
                squares += square;
                places++;
            }
        }
        if (places == 0) {
            return Distance.NONE;
        }
        double chance = Bins.chiSquared(places) * (1.0 / expected.count() + 1.0 / found.count());
        return new Distance(Math.sqrt(squares / places), Math.sqrt(chance / places));
    }
}
