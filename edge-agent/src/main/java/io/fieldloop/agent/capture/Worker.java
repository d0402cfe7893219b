package io.fieldloop.agent.capture;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A thread that does what there is to do whenever it is told of something new, and after a while anyway. */
final class Worker implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Turn turn;
    private final Runnable last;
    private final Thread thread;
    private final Semaphore news = new Semaphore(0);
    private volatile boolean closed;

    /** One turn of the work. */
    @FunctionalInterface
    interface Turn {
        /** Does what there is to do, and returns after how long to look again at the latest. */
        Duration work() throws InterruptedException;
    }

    /**
     * Prepares a thread.
     *
     * @param turn done again and again by the thread; what it throws else ends the thread
     * @param last done by the thread when it is closed
     */
    Worker(String name, Turn turn, Runnable last) {
        this.turn = turn;
        this.last = last;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** There is something new: the thread looks. To tell it several times before it does is to tell it once. Any thread. */
    void tell() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    boolean isClosed() {
        return closed;
    }

    private void run() {
        try {
            while (!closed) {
                Duration atMost = turn.work();
                if (news.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                    news.drainPermits();
                }
            }
            last.run();
        } catch (InterruptedException _) {
            // Only close() interrupts this thread, when it waits for too long.
        }
    }

    /** Begins no further turn, and waits for the one under way. Any other thread. */
    @Override
    public void close() {
        closed = true;
        tell();
        try {
            if (thread.isAlive() && !thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
