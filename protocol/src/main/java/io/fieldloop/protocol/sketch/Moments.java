package io.fieldloop.protocol.sketch;

import java.util.List;

/**
 * Where the embeddings of inputs lie, and how far they spread, in {@value #PLACES} places.
 *
 * @param count of the embeddings, at least 1
 * @param means of each place
 * @param squares of each place: the sum of the squared distances from its mean
 */
public record Moments(long count, List<Double> means, List<Double> squares) {
    /** Longer embeddings are folded into so many places. */
    public static final int PLACES = 64;

    /**
     * Takes copies of the lists.
     *
     * @throws IllegalArgumentException if they are of another length, or hold what cannot be
     */
    public Moments {
        means = List.copyOf(means);
        squares = List.copyOf(squares);
        if (means.size() != PLACES || squares.size() != PLACES) {
            throw new IllegalArgumentException("moments have %d places, not %d means and %d squares"
                    .formatted(PLACES, means.size(), squares.size()));
        }
        boolean possible = means.stream().allMatch(Double::isFinite)
                && squares.stream().allMatch(square -> Double.isFinite(square) && square >= 0);
        if (count < 1 || !possible) {
            throw new IllegalArgumentException(
                    "moments are finite numbers of at least one embedding, no square below 0");
        }
    }
}
