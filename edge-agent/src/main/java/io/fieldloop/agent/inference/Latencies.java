package io.fieldloop.agent.inference;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of microseconds, written by many threads without locks or allocation.
 *
 * <p>Buckets are log-linear, after Gil Tene's HdrHistogram: {@value #LINEAR} buckets of equal width for each power of two,
 * so that a bucket is never wider than 1/{@value #LINEAR} of its values. Values below {@value #LINEAR} are exact.
 */
final class Latencies {
    private static final int LINEAR_BITS = 5;
    private static final int LINEAR = 1 << LINEAR_BITS;

    /** About 19 hours; longer ones count as this. */
    private static final long LONGEST_MICROS = (1L << 36) - 1;

    private final AtomicLongArray buckets = new AtomicLongArray(bucket(LONGEST_MICROS) + 1);

    void record(long micros) {
        buckets.incrementAndGet(bucket(Math.clamp(micros, 0, LONGEST_MICROS)));
    }

    /**
     * The highest value of the bucket that the given share of the recorded values does not exceed.
     *
     * @param share 0 to 1
     * @return 0 when nothing was recorded
     */
    long percentile(double share) {
        long total = count();
        long left = Math.max(1, (long) Math.ceil(total * share));
        for (int i = 0; i < buckets.length() && total > 0; i++) {
            left -= buckets.get(i);
            if (left <= 0) {
                return highest(i);
            }
        }
        return 0;
    }

    /** How many were recorded. */
    long count() {
        long total = 0;
        for (int i = 0; i < buckets.length(); i++) {
            total += buckets.get(i);
        }
        return total;
    }

    private static int bucket(long micros) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(micros) - LINEAR_BITS - 1);
        return shift * LINEAR + (int) (micros >>> shift);
    }

    private static long highest(int bucket) {
        int shift = Math.max(0, bucket / LINEAR - 1);
        long linear = bucket - (long) shift * LINEAR;
        return ((linear + 1) << shift) - 1;
    }
}
