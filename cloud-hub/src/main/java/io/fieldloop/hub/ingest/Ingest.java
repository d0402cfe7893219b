package io.fieldloop.hub.ingest;

import io.fieldloop.hub.devices.Deployments;
import io.fieldloop.hub.ingest.BatchWriter.Written;
import io.fieldloop.hub.ingest.Parcel.Refused;
import io.fieldloop.hub.ingest.Parcel.Understood;
import io.fieldloop.hub.mqtt.BrokerAddress;
import io.fieldloop.hub.mqtt.Delivery;
import io.fieldloop.hub.mqtt.MqttLink;
import io.fieldloop.hub.mqtt.Subscription;
import io.fieldloop.hub.security.ClientKeys;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.topic.Topics;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what devices say: one thread, one batch at a time. While the database is away, nothing is taken in. */
@Singleton
public final class Ingest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    private static final int MOST_MESSAGES = 500;

    /** What the broker sends unacknowledged: the next batch comes while one is written. */
    private static final int WINDOW = 2 * MOST_MESSAGES;

    /** With so many in a batch there is much to do, and receipts wait for a moment. */
    private static final int MANY_MESSAGES = 50;

    private static final Duration LINGER = Duration.ofMillis(20);
    private static final long INBOX_BYTES = 64L << 20;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final BatchWriter writer;
    private final Aftermath aftermath;
    private final DueReceipts receipts; // belongs to the thread
    private final Deployments deployments;
    private final IngestShare share;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Inbox inbox = new Inbox(WINDOW, INBOX_BYTES);
    private final MqttLink link;
    private final Thread thread = Thread.ofPlatform().name("ingest").daemon().unstarted(this::run);

    Ingest(
            BatchWriter writer,
            Aftermath aftermath,
            Deployments deployments,
            BrokerAddress broker,
            ClientKeys keys,
            IngestShare share,
            InstantSource clock) {
        this.writer = writer;
        this.aftermath = aftermath;
        this.receipts = aftermath.dueReceipts();
        this.deployments = deployments;
        this.share = share;
        List<String> filters = share.channels().stream()
                .map(c -> "$share/hub/" + Topics.everyDevice(c))
                .toList();
        var subscription = new Subscription(filters, share.isWhole(), WINDOW, clock, this::receive, inbox::clear);
        this.link = new MqttLink(broker.clientId("ingest"), broker, keys, subscription);
    }

    /**
     * Begins to take in. Reports that a hub before may have stored without telling anybody are told first.
     *
     * @throws IOException if the broker cannot be reached
     */
    public void start() throws IOException, InterruptedException {
        if (share.isWhole()) {
            deployments.beforeTheEnd().forEach(r -> aftermath.tell(r.device(), r.report()));
        }
        thread.start();
        link.start(CONNECT_LIMIT);
    }

    /** Whether messages can reach it. */
    public boolean isConnected() {
        return link.isConnected();
    }

    private void receive(Delivery delivery) {
        try {
            inbox.put(delivery);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // not acknowledged, so it comes again
        }
    }

    private void run() {
        try {
            while (true) {
                List<Delivery> deliveries = inbox.take(MOST_MESSAGES, LINGER, receipts.patience());
                if (!deliveries.isEmpty()) {
                    take(deliveries.stream().map(Parcel::open).toList());
                    deliveries.forEach(d -> d.acknowledgement().run());
                }
                if (deliveries.size() < MANY_MESSAGES || !receipts.patience().isPositive()) {
                    receipts.give();
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("ingest ends");
        } finally {
            receipts.give();
        }
    }

    private void take(List<Parcel> parcels) throws InterruptedException {
        while (true) {
            try {
                Written written = writer.write(Batch.of(parcels));
                aftermath.follow(written, receipts);
                return;
            } catch (RuntimeException e) { // the outermost frame: one message must not end all ingestion
                if (WriteFault.isOfContent(e)) {
                    takeApart(parcels, e);
                    return;
                }
                receipts.give();
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
        link.close();
    }
}
