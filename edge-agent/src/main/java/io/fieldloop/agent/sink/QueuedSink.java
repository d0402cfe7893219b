package io.fieldloop.agent.sink;

import io.fieldloop.agent.link.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers records in their order on a thread of its own, and keeps no more than {@link #MAX_WAITING} of them. */
final class QueuedSink implements Sink {
    static final int MAX_WAITING = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(QueuedSink.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final String destination;
    private final Delivery delivery;
    private final Backoff backoff;
    private final ThreadPoolExecutor executor;
    private final LongAdder dropped = new LongAdder();

    /** Whether the log has been told that records are being dropped. */
    private final AtomicBoolean dropping = new AtomicBoolean();

    QueuedSink(String destination, Delivery delivery, Backoff backoff) {
        this.destination = destination;
        this.delivery = delivery;
        this.backoff = backoff;
        this.executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name("sink").daemon().factory(),
                (_, _) -> drop("its queue is full"));
    }

    @Override
    public void take(PredictionRecord record) {
        executor.execute(() -> deliver(record));
    }

    @Override
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(FAREWELL.toNanos(), TimeUnit.NANOSECONDS)) {
                dropped.add(executor.shutdownNow().size());
                boolean _ = executor.awaitTermination(FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException _) {
            dropped.add(executor.shutdownNow().size());
            Thread.currentThread().interrupt();
        }
        delivery.close();
        if (dropped() > 0) {
            LOG.warn("sink={} ends; {} predictions were given up in all", destination, dropped());
        }
    }

    /** The outermost frame of a record: whatever happens to it, the next one comes. */
    private void deliver(PredictionRecord record) {
        try {
            deliverPatiently(record.json());
            if (dropping.compareAndSet(true, false)) {
                LOG.info("sink={} delivers again; {} predictions were given up so far", destination, dropped());
            }
        } catch (RefusedException e) {
            drop(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            dropped.increment(); // Only close() interrupts this thread, and tells the sum.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            dropped.increment();
            LOG.error("sink={} failed in an unforeseen way", destination, e);
        }
    }

    private void deliverPatiently(byte[] json) throws RefusedException, InterruptedException {
        while (true) {
            try {
                delivery.deliver(json);
                backoff.reset();
                return;
            } catch (IOException e) {
                Duration pause = backoff.pause();
                LOG.warn("sink={} tries again in {} ms: {}", destination, pause.toMillis(), e.toString());
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        }
    }

    private void drop(String why) {
        dropped.increment();
        if (dropping.compareAndSet(false, true)) {
            LOG.warn("sink={} gives predictions up: {}", destination, why);
        }
    }
}
