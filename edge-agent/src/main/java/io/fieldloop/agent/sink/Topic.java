package io.fieldloop.agent.sink;

import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.Link.Acknowledgement;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publishes records to a topic of a broker, one after the other. */
final class Topic implements Delivery {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Link link;

    Topic(String name, Link link) {
        this.name = name;
        this.link = link;
    }

    /** Returns when the broker has it. */
    @Override
    public void deliver(byte[] json) throws IOException, InterruptedException {
        var outcome = new Outcome();
        link.publish(name, json, false, outcome);
        outcome.await();
    }

    @Override
    public void close() {
        link.close();
    }

    /** What the broker said of a record. */
    private static final class Outcome implements Acknowledgement {
        private final CountDownLatch known = new CountDownLatch(1);
        private volatile @Nullable String failure;

        @Override
        public void taken() {
            known.countDown();
        }

        @Override
        public void failed(String why) {
            failure = why;
            known.countDown();
        }

        void await() throws IOException, InterruptedException {
            if (!known.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the broker did not take it within %d s".formatted(PATIENCE.toSeconds()));
            }
            if (failure != null) {
                throw new IOException(failure);
            }
        }
    }
}
