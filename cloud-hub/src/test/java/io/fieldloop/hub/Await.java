package io.fieldloop.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what happens soon. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private Await() {}

    /** Waits until a condition holds; fails the test if it does not within half a minute. */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(LIMIT);
        while (!condition.call()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("it never came to be that " + what);
            }
            var _ = NEVER.await(20, TimeUnit.MILLISECONDS);
        }
    }
}
