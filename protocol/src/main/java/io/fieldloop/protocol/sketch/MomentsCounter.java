package io.fieldloop.protocol.sketch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Counts embeddings into {@link Moments}, by the recurrences of Chan, Golub and LeVeque, <i>Updating Formulae and a Pairwise
 * Algorithm for Computing Sample Variances</i>, 1979. Embeddings with more than {@value Moments#PLACES} values are folded after
 * Weinberger et al., <i>Feature Hashing for Large Scale Multitask Learning</i>, 2009, which keeps distances as far as so few places
 * can. One thread at a time.
 */
final class MomentsCounter {
    private final double[] means = new double[Moments.PLACES];
    private final double[] squares = new double[Moments.PLACES];
    private final double[] folded = new double[Moments.PLACES];
    private long count;

    /** Counts one; what is not finite is left out. */
    void add(float[] embedding) {
        fold(embedding);
        for (double value : folded) {
            if (!Double.isFinite(value)) {
                return;
            }
        }
        count++;
        for (int place = 0; place < Moments.PLACES; place++) {
            double difference = folded[place] - means[place];
            means[place] += difference / count;
            squares[place] += difference * (folded[place] - means[place]);
        }
    }

    private void fold(float[] embedding) {
        Arrays.fill(folded, 0);
        for (int i = 0; i < embedding.length; i++) {
            int hash = embedding.length <= Moments.PLACES ? i : mixed(i);
            boolean isAdded = (hash & Moments.PLACES) == 0;
            folded[hash & (Moments.PLACES - 1)] += isAdded ? embedding[i] : -embedding[i];
        }
    }

    /** The finalizer of Appleby's MurmurHash3, which leaves neither the place nor the sign a pattern. */
    private static int mixed(int number) {
        int hash = (number ^ (number >>> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
        return hash ^ (hash >>> 16);
    }

    void add(Moments moments) {
        double weight = (double) moments.count() / (count + moments.count());
        for (int place = 0; place < Moments.PLACES; place++) {
            double difference = moments.means().get(place) - means[place];
            means[place] += weight * difference;
            squares[place] += moments.squares().get(place) + difference * difference * weight * count;
        }
        count += moments.count();
    }

    /** Empty when nothing was counted, or what was has become too large for numbers. */
    Optional<Moments> moments() {
        boolean isFinite = Double.isFinite(Arrays.stream(squares).sum())
                && Double.isFinite(Arrays.stream(means).sum());
        return count == 0 || !isFinite ? Optional.empty() : Optional.of(new Moments(count, list(means), list(squares)));
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
