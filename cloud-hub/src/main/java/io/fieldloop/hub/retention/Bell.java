package io.fieldloop.hub.retention;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Calls the worker when there is something to do. Thread-safe. */
@Singleton
final class Bell {
    private final Semaphore rung = new Semaphore(1);

    void ring() {
        rung.release();
    }

    /** Waits until it is rung, or was since it was waited for last. */
    void await(Duration atMost) throws InterruptedException {
        if (rung.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            rung.drainPermits();
        }
    }
}
