package io.fieldloop.agent.source;

import io.fieldloop.agent.source.Pushed.Busy;
import io.fieldloop.agent.source.Pushed.Taken;
import io.fieldloop.agent.source.Pushed.Unreadable;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images that others bring. Whoever brings one waits until it was dealt with, and so knows whether he may forget it. One image
 * is in memory at a time, however many bring some. Any thread may {@link #push}.
 */
public final class PushSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(PushSource.class);
    private static final Busy ENDING = new Busy("the agent ends");

    private final StreamName stream;
    private final int maxImageBytes;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final SynchronousQueue<Arrival> arrivals = new SynchronousQueue<>();
    private final LongAdder skipped = new LongAdder();

    /** What the pipeline has and is not done with. */
    private volatile @Nullable Arrival current;

    private volatile boolean closed;

    /** Takes images of up to {@code maxImageBytes}. */
    public PushSource(StreamName stream, int maxImageBytes) {
        this.stream = stream;
        this.maxImageBytes = maxImageBytes;
    }

    /** The largest image that may be pushed. */
    public int maxImageBytes() {
        return maxImageBytes;
    }

    /**
     * Brings an image, and waits until it was dealt with.
     *
     * @param body is read when it is its turn
     * @param patience how long to wait for the turn, and then for the pipeline, before {@link Busy} is the answer
     * @throws IOException if the body cannot be read; nothing was pushed then
     * @throws InterruptedException if the calling thread is interrupted; the image may be dealt with all the same
     */
    public Pushed push(Body body, Duration patience) throws IOException, InterruptedException {
        if (!turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return new Busy("stream '%s' is busy with the images before this one".formatted(stream));
        }
        try {
            return handOver(
                    new Arrival(Input.Encoded.of("a pushed image", body.read()), new ArrayBlockingQueue<>(1)),
                    patience);
        } finally {
            turn.unlock();
        }
    }

    private Pushed handOver(Arrival arrival, Duration patience) throws InterruptedException {
        if (closed) {
            return ENDING;
        }
        return arrivals.offer(arrival, patience.toNanos(), TimeUnit.NANOSECONDS)
                ? arrival.outcome().take()
                : new Busy("stream '%s' is busy, or no model serves it".formatted(stream));
    }

    @Override
    public Input next() throws InterruptedException {
        Arrival arrival = arrivals.take();
        current = arrival;
        return arrival.input();
    }

    @Override
    public void finish(Input input) {
        settle(new Taken());
    }

    @Override
    public void setAside(Input input, String why) {
        skipped.increment();
        LOG.warn("stream={} {} is skipped: {}", stream, input.name(), why);
        settle(new Unreadable(why));
    }

    @Override
    public long skipped() {
        return skipped.sum();
    }

    @Override
    public void close() {
        closed = true;
        settle(ENDING);
    }

    private void settle(Pushed outcome) {
        Arrival arrival = current;
        current = null;
        if (arrival != null) {
            boolean _ = arrival.outcome().offer(outcome);
        }
    }

    /** Gives the bytes of an image. */
    @FunctionalInterface
    public interface Body {
        /**
         * Reads all of them.
         *
         * @throws IOException if they do not come
         */
        byte[] read() throws IOException;
    }

    /** An image, and a place for what becomes of it. */
    private record Arrival(Input input, BlockingQueue<Pushed> outcome) {}
}
