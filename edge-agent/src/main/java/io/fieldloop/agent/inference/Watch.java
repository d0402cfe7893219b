package io.fieldloop.agent.inference;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts what one version does, until it did enough or failed too often. Any thread. */
public final class Watch {
    private final long enough;
    private final long maxFailures;
    private final CountDownLatch over = new CountDownLatch(1);

    /** Guarded by this, as the next three. */
    private long begun;

    private long answered;
    private long failed;
    private String lastFailure = "";

    Watch(long enough, long maxFailures) {
        this.enough = enough;
        this.maxFailures = maxFailures;
    }

    synchronized void begun() {
        begun++;
    }

    synchronized void answered() {
        answered++;
        if (answered >= enough) {
            over.countDown();
        }
    }

    synchronized void failed(String why) {
        failed++;
        lastFailure = why;
        if (failed > maxFailures) {
            over.countDown();
        }
    }

    /**
     * Waits until the version did enough or failed too often, or the time is over.
     *
     * @return what was counted by then
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Tally await(Duration atMost) throws InterruptedException {
        // It does not matter which of the two ended the wait: the tally says what happened.
        boolean _ = over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        synchronized (this) {
            return new Tally(begun, answered, failed, lastFailure);
        }
    }
}
