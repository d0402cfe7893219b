package io.fieldloop.agent.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for conditions that other threads bring about. */
public final class Wait {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private Wait() {}

    /** Returns when {@code condition} holds; fails if it does not come true in a minute. */
    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within %d s: %s".formatted(DEADLINE.toSeconds(), what));
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
