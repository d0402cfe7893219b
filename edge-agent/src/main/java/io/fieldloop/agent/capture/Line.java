package io.fieldloop.agent.capture;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The samples of one stream that are worth about the same and go the same way, the oldest first. It knows how many they are and where
 * those begin that wait, the samples themselves are in the {@link SampleTable}. Belongs to the thread of its {@link Outbox}.
 */
final class Line {
    /**
     * In how many levels values are told apart. Each level is a place of its own in the table of {@link Turns}, and so a page more that
     * has to be written: 16 cost little, 100 a good deal.
     */
    static final int LEVELS = 16;

    /** After so long a sample of no value goes before a new one of the highest. */
    static final Duration GAIN = Duration.ofDays(1);

    private static final int STREAM_BITS = 32;

    /** Samples with large media stand in lines of their own: they go to the hub another way. */
    static final long LARGE = 1L << 31;

    private final long code;
    private long count;

    /** All samples up to this turn are in flight or gone. */
    private long sentUpTo;

    /** A line without a sample. */
    Line(long code) {
        this.code = code;
    }

    /** How the line of a value is called in the table; a higher level has a higher code. */
    static long code(double value, boolean hasLargeMedia, int stream) {
        long level = Math.min(LEVELS - 1, (long) (value * LEVELS));
        return level << STREAM_BITS | (hasLargeMedia ? LARGE : 0) | stream;
    }

    long code() {
        return code;
    }

    int stream() {
        return (int) (code & (LARGE - 1));
    }

    boolean hasLargeMedia() {
        return (code & LARGE) != 0;
    }

    int level() {
        return (int) (code >> STREAM_BITS);
    }

    /**
     * Where a sample stands in the order of shipping; more goes first. It is the value and the age in units of {@link #GAIN}, without
     * the present time, which is the same for all: so the order of two samples never changes.
     *
     * @param turn of the sample, in microseconds
     */
    long rank(long turn) {
        return level() * TimeUnit.NANOSECONDS.toMicros(GAIN.toNanos()) / LEVELS - turn;
    }

    void add(long samples) {
        count += samples;
    }

    void remove() {
        count--;
    }

    /** How many samples there are, in flight included. */
    long count() {
        return count;
    }

    long sentUpTo() {
        return sentUpTo;
    }

    void sent(long turn) {
        sentUpTo = Math.max(sentUpTo, turn);
    }

    void putBack(long turn) {
        sentUpTo = Math.min(sentUpTo, turn - 1);
    }
}
