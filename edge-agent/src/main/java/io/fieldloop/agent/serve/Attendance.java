package io.fieldloop.agent.serve;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests a model has under way, and whether it is closed. There is no lock: a thread that loses the processor while it
 * holds one would keep those of all other connections waiting. Any thread.
 */
final class Attendance {
    private static final int CLOSED = 1 << 30;

    /** Those under way, and {@link #CLOSED}. */
    private final AtomicInteger state = new AtomicInteger();

    /** Counts one in, unless so many are under way or this is closed. */
    boolean enter(int most) {
        return state.getAndUpdate(now -> now < most ? now + 1 : now) < most;
    }

    /** Counts in one more of what is under way already. */
    void join() {
        state.incrementAndGet();
    }

    /** Counts one out that was counted in; true for the last one of what is closed. */
    boolean leave() {
        return state.decrementAndGet() == CLOSED;
    }

    /** Closes, and counts the caller in, who leaves when it is done; false, and nothing else, where that was done before. */
    boolean close() {
        int before = state.getAndUpdate(now -> now < CLOSED ? (now + 1) | CLOSED : now);
        return before < CLOSED;
    }

    boolean isClosed() {
        return state.get() >= CLOSED;
    }
}
