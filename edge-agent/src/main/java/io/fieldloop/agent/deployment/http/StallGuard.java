package io.fieldloop.agent.deployment.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a stream from which nothing has come for too long, so that its reader fails instead of waiting for ever. The
 * client's own timeout ends with the headers.
 */
final class StallGuard implements Closeable {
    private final InputStream guarded;
    private final Duration patience;
    private final Thread watcher;
    private volatile long lastNanos = System.nanoTime();

    private StallGuard(InputStream guarded, Duration patience) {
        this.guarded = guarded;
        this.patience = patience;
        this.watcher = Thread.ofVirtual().name("download-guard").unstarted(this::watch);
    }

    static StallGuard over(InputStream guarded, Duration patience) {
        StallGuard guard = new StallGuard(guarded, patience);
        guard.watcher.start();
        return guard;
    }

    /** Something came. */
    void progressed() {
        lastNanos = System.nanoTime();
    }

    private void watch() {
        try {
            for (long left = leftNanos(); left > 0; left = leftNanos()) {
                Thread.sleep(Duration.ofNanos(left));
            }
            guarded.close();
        } catch (InterruptedException _) {
            // The reader is done.
        } catch (IOException _) {
            // The reader fails all the same.
        }
    }

    private long leftNanos() {
        return lastNanos + patience.toNanos() - System.nanoTime();
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
