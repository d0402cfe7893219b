package io.fieldloop.agent.capture;

/**
 * The mean and the variance of a number over time; the latest values weigh more once there were many. The recurrence is that
 * of Finch, <i>Incremental calculation of weighted mean and variance</i>, 2009, section 9.
 */
final class Moments {
    /** Before so many values nothing is known to be usual. */
    private static final long LEAST_VALUES = 50;

    /** Up to so many values weigh alike; then each weighs this part of all. */
    private static final long SPAN = 1_000;

    private long values;
    private double mean;
    private double variance;

    void add(double value) {
        values++;
        double weight = 1.0 / Math.min(values, SPAN);
        double difference = value - mean;
        mean += weight * difference;
        variance = (1 - weight) * (variance + weight * difference * difference);
    }

    /** Whether enough values are known to say what is usual. */
    boolean isSettled() {
        return values >= LEAST_VALUES;
    }

    /**
     * By how many standard deviations a value is above the mean; infinite where all values were the same and this is not.
     *
     * @return below 0 for less than the mean; 0 while too few values are known
     */
    double deviations(double value) {
        double difference = value - mean;
        return !isSettled() || difference == 0 ? 0 : difference / Math.sqrt(variance);
    }

    double variance() {
        return variance;
    }

    /** The square of the distance of a value from the mean, as a multiple of the variance, or of one that is larger. */
    double squaredDistance(double value, double leastVariance) {
        double difference = value - mean;
        return difference * difference / Math.max(variance, leastVariance);
    }
}
