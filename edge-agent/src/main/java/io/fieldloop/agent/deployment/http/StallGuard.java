package io.fieldloop.agent.deployment.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes a stream from which nothing has come for too long, so that its reader fails instead of waiting for ever. The
 * client's own timeout ends with the headers.
 */
final class StallGuard implements Closeable {
    private final InputStream guarded;
    private final Duration patience;
    private final CountDownLatch readerIsDone = new CountDownLatch(1);
    private volatile long lastNanos = System.nanoTime();

    private StallGuard(InputStream guarded, Duration patience) {
        this.guarded = guarded;
        this.patience = patience;
    }

    static StallGuard over(InputStream guarded, Duration patience) {
        StallGuard guard = new StallGuard(guarded, patience);
        Thread.ofVirtual().name("download-guard").start(guard::watch);
        return guard;
    }

    /** Something came. */
    void progressed() {
        lastNanos = System.nanoTime();
    }

    private void watch() {
        try {
            boolean read = false;
            for (long left = leftNanos(); left > 0 && !read; left = leftNanos()) {
                read = readerIsDone.await(left, TimeUnit.NANOSECONDS);
            }
            if (!read) {
                guarded.close();
            }
        } catch (InterruptedException | IOException _) {
            // Nobody interrupts this thread; a stream that cannot be closed fails its reader all the same.
        }
    }

    private long leftNanos() {
        return lastNanos + patience.toNanos() - System.nanoTime();
    }

    @Override
    public void close() {
        readerIsDone.countDown();
    }
}
