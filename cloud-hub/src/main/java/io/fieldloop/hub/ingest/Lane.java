package io.fieldloop.hub.ingest;

import io.fieldloop.hub.ingest.BatchWriter.Written;
import io.fieldloop.hub.ingest.Parcel.Refused;
import io.fieldloop.hub.ingest.Parcel.Understood;
import io.fieldloop.hub.mqtt.Delivery;
import io.fieldloop.protocol.FailureCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what some of the devices say: one thread, one batch at a time, in the order in which it came. */
final class Lane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int MOST_MESSAGES = 500;
    private static final Duration LINGER = Duration.ofMillis(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final BatchWriter writer;
    private final Aftermath aftermath;
    private final Inbox inbox;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * A lane that has not been started.
     *
     * @param inbox what waits for it
     */
    Lane(int number, BatchWriter writer, Aftermath aftermath, Inbox inbox) {
        this.writer = writer;
        this.aftermath = aftermath;
        this.inbox = inbox;
        this.thread = Thread.ofPlatform().name("ingest-" + number).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Adds a delivery; waits while there is no room for it. Any thread. */
    void put(Delivery delivery) {
        try {
            inbox.put(delivery);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // not acknowledged, so it comes again
        }
    }

    /** Forgets what waits: it will come again. Any thread. */
    void clear() {
        inbox.clear();
    }

    private void run() {
        try {
            while (true) {
                List<Delivery> deliveries = inbox.take(MOST_MESSAGES, LINGER);
                take(deliveries.stream().map(Parcel::open).toList());
                deliveries.forEach(d -> d.acknowledgement().run());
            }
        } catch (InterruptedException _) {
            LOG.debug("ingest ends");
        }
    }

    private void take(List<Parcel> parcels) throws InterruptedException {
        while (true) {
            try {
                Written written = writer.write(Batch.of(parcels));
                aftermath.follow(written);
                return;
            } catch (RuntimeException e) { // the outermost frame: one message must not end all ingestion
                if (WriteFault.isOfContent(e)) {
                    takeApart(parcels, e);
                    return;
                }
                LOG.warn("batch not written, trying again messages={} reason={}", parcels.size(), e.getMessage());
                var _ = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Finds the message that the database does not take, by writing each half on its own. */
    private void takeApart(List<Parcel> parcels, RuntimeException cause) throws InterruptedException {
        if (parcels.size() > 1) {
            int middle = parcels.size() / 2;
            take(parcels.subList(0, middle));
            take(parcels.subList(middle, parcels.size()));
            return;
        }
        switch (parcels.getFirst()) {
            case Understood parcel ->
                take(List.of(parcel.refused(
                        FailureCode.MESSAGE_UNRESOLVED, "cannot be stored: " + WriteFault.reason(cause))));
            case Refused parcel ->
                LOG.error("message lost topic={}", parcel.delivery().topic(), cause);
        }
    }

    /** Ends; a batch that is being written is finished, or comes again after the next start. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        inbox.close();
    }
}
