package io.fieldloop.protocol.sketch;

import java.util.List;

/**
 * How values are distributed: a DDSketch, after Masson, Rim and Lee, <i>DDSketch: A Fast and Fully-Mergeable Quantile Sketch with
 * Relative-Error Guarantees</i>, PVLDB 12(12), 2019. Bucket {@code i} counts the values from γ<sup>i-1</sup> exclusive to
 * γ<sup>i</sup>, with γ = (1 + ε) / (1 - ε) and ε the {@link #RELATIVE_ERROR}. Buckets are the same everywhere, so sketches add up
 * without a loss.
 *
 * @param tiny how many values were below the lowest bucket, at about 0.0001; each stands for 0
 * @param first the number of the first bucket that is not empty; 0 if there is none
 * @param counts of that bucket and those that follow, up to the last that is not empty
 */
public record Sketch(long tiny, int first, List<Long> counts) {
    /** By what share of itself a quantile may be off, for values from 0.0001 to 100 thousand millions. */
    public static final double RELATIVE_ERROR = 0.01;

    /** Of no values. */
    public static final Sketch EMPTY = new Sketch(0, 0, List.of());

    static final int LOWEST = -460;
    static final int HIGHEST = 1_266;

    private static final double LOG_GAMMA = Math.log((1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR));

    /**
     * Takes a copy of the counts.
     *
     * @throws IllegalArgumentException if a count is negative, they are too many to add up, buckets are beyond the bounds, or the
     *     first or the last one is empty
     */
    public Sketch {
        counts = List.copyOf(counts);
        requireBuckets(first, counts);
        requireCounts(tiny, counts);
    }

    private static void requireBuckets(int first, List<Long> counts) {
        boolean within = counts.isEmpty() ? first == 0 : first >= LOWEST && first <= HIGHEST + 1 - counts.size();
        if (!within) {
            throw new IllegalArgumentException("the buckets of a sketch are %d to %d; %d buckets from %d are others"
                    .formatted(LOWEST, HIGHEST, counts.size(), first));
        }
        if (!counts.isEmpty() && (counts.getFirst() == 0 || counts.getLast() == 0)) {
            throw new IllegalArgumentException("a sketch begins and ends with a bucket that is not empty");
        }
    }

    private static void requireCounts(long tiny, List<Long> counts) {
        long least = tiny;
        long left = Long.MAX_VALUE - Math.max(0, tiny);
        for (long count : counts) {
            least = Math.min(least, count);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new IllegalArgumentException("the counts of a sketch are too large to add up");
            }
        }
        if (least < 0) {
            throw new IllegalArgumentException("a sketch counts from 0, not from %d".formatted(least));
        }
    }

    /** How many values there are. */
    public long count() {
        long sum = tiny;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Both together. */
    public Sketch plus(Sketch other) {
        var counter = new SketchCounter();
        counter.add(this);
        counter.add(other);
        return counter.sketch();
    }

    /**
     * The value that the given share of the values does not exceed, within {@link #RELATIVE_ERROR}.
     *
     * @param share 0 to 1
     * @return 0 where there are no values
     */
    public double quantile(double share) {
        long left = Math.max(1, (long) Math.ceil(share * count())) - tiny;
        if (left <= 0) {
            return 0;
        }
        for (int i = 0; i < counts.size(); i++) {
            left -= counts.get(i);
            if (left <= 0) {
                return value(first + i);
            }
        }
        return counts.isEmpty() ? 0 : value(last());
    }

    /** The number of the last bucket that is not empty; below {@link #first} if there is none. */
    public int last() {
        return first + counts.size() - 1;
    }

    /** How many values a bucket counts; 0 for one that it does not have. */
    public long count(int bucket) {
        return bucket < first || bucket > last() ? 0 : counts.get(bucket - first);
    }

    /** In which bucket a value is; below {@link #LOWEST} for one that is tiny, negative or none. */
    static int bucket(double value) {
        double bucket = Math.ceil(Math.log(value) / LOG_GAMMA);
        return bucket >= LOWEST ? (int) Math.min(bucket, HIGHEST) : LOWEST - 1;
    }

    /** What stands for the values of a bucket: as far, in their proportion, from the least as from the largest. */
    private static double value(int bucket) {
        return Math.exp(bucket * LOG_GAMMA) * (1 - RELATIVE_ERROR);
    }
}
