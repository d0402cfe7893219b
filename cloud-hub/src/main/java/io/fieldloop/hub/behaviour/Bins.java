package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.sketch.Sketch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** How many values of two distributions are in each of the same bins, in their order. One thread at a time. */
final class Bins implements Iterable<Bins.Bin> {
    /** The standard normal quantile of 0.999. */
    private static final double NORMAL_QUANTILE = 3.0902;

    /** The quantile of 0.999 of the limit of D·√(nm/(n+m)): √(-ln(0.0005)/2). */
    private static final double KOLMOGOROV_QUANTILE = 1.9495;

    /** What each bin has besides, so that an empty one is not infinitely far from one that is not. */
    private static final double SMOOTHING = 0.5;

    private final List<Bin> bins = new ArrayList<>();
    private long expected;
    private long found;

    static Bins ofEachBucket(Sketch expected, Sketch found) {
        var bins = new Bins();
        bins.add(expected.tiny(), found.tiny());
        for (int bucket = Math.min(expected.first(), found.first());
                bucket <= Math.max(expected.last(), found.last());
                bucket++) {
            bins.add(expected.count(bucket), found.count(bucket));
        }
        return bins;
    }

    /** Adds a bin, unless nothing is in it. */
    void add(long expectedInIt, long foundInIt) {
        if (expectedInIt + foundInIt > 0) {
            bins.add(new Bin(expectedInIt, foundInIt));
            expected += expectedInIt;
            found += foundInIt;
        }
    }

    @Override
    public Iterator<Bin> iterator() {
        return bins.iterator();
    }

    /**
     * The population stability index, which is Σ (q - p)·ln(q / p). For distributions that are the same it is distributed as χ² with
     * one degree of freedom fewer than there are bins, times 1/n + 1/m: Yurdakul and Naranjo, <i>Statistical Properties of the
     * Population Stability Index</i>, Journal of Risk Model Validation 14(4), 2020.
     */
    Distance stabilityIndex() {
        if (expected == 0 || found == 0 || bins.size() < 2) {
            return Distance.NONE;
        }
        double index = 0;
        for (Bin bin : bins) {
            double p = (bin.expected + SMOOTHING) / (expected + SMOOTHING * bins.size());
            double q = (bin.found + SMOOTHING) / (found + SMOOTHING * bins.size());
            index += (q - p) * Math.log(q / p);
        }
        return new Distance(index, chiSquared(bins.size() - 1) * (1.0 / expected + 1.0 / found));
    }

    /** Of 0.999, after Wilson and Hilferty, <i>The Distribution of Chi-Square</i>, PNAS 17(12), 1931. */
    static double chiSquared(int degrees) {
        double spread = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - spread + NORMAL_QUANTILE * Math.sqrt(spread), 3);
    }

    /**
     * The largest difference of the two distribution functions at the ends of the bins. Its quantile is that of Smirnov, <i>Table for
     * Estimating the Goodness of Fit of Empirical Distributions</i>, 1948.
     */
    Distance kolmogorovSmirnov() {
        if (expected == 0 || found == 0) {
            return Distance.NONE;
        }
        double largest = 0;
        double p = 0;
        double q = 0;
        for (Bin bin : bins) {
            p += (double) bin.expected / expected;
            q += (double) bin.found / found;
            largest = Math.max(largest, Math.abs(p - q));
        }
        return new Distance(largest, KOLMOGOROV_QUANTILE * Math.sqrt(1.0 / expected + 1.0 / found));
    }

    /** What is in one bin. */
    record Bin(long expected, long found) {}
}
