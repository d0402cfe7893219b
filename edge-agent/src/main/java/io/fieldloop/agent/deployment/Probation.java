package io.fieldloop.agent.deployment;

import java.time.Duration;

/** How long a version that came up has yet to last until it is taken for well. One thread at a time. */
final class Probation {
    private static final Duration NONE = Duration.ofDays(1);

    private final Duration time;
    private boolean running;
    private long endNanos;

    Probation(Duration time) {
        this.time = time;
    }

    /** Begins, unless it is running. */
    void begin() {
        if (!running) {
            running = true;
            endNanos = System.nanoTime() + time.toNanos();
        }
    }

    /** How long it is worth waiting for its end. */
    Duration left() {
        return running ? Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())) : NONE;
    }

    /** Whether it has come to its end, which is told once. */
    boolean ended() {
        boolean over = running && endNanos - System.nanoTime() <= 0;
        running &= !over;
        return over;
    }
}
