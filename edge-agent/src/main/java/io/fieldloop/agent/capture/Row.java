package io.fieldloop.agent.capture;

import io.fieldloop.protocol.StreamName;

/**
 * Where a sample stands in an outbox.
 *
 * @param place its key, made of stream and sequence
 * @param line in which it waits
 * @param turn a higher one is a younger sample
 * @param bytes that it takes, its media included
 */
record Row(long place, Line line, StreamName stream, long turn, long bytes) {
    static final int SEQUENCE_BITS = 40;

    /** More samples than this no device ever captures of a stream. */
    static final long LAST_SEQUENCE = (1L << SEQUENCE_BITS) - 1;

    /** The key of a sample. */
    static long place(int stream, long sequence) {
        return (long) stream << SEQUENCE_BITS | sequence;
    }

    static int stream(long place) {
        return (int) (place >> SEQUENCE_BITS);
    }

    long sequence() {
        return place & LAST_SEQUENCE;
    }

    long rank() {
        return line.rank(turn);
    }
}
