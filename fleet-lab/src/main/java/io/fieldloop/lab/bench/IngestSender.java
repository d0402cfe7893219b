package io.fieldloop.lab.bench;

import io.fieldloop.agent.link.Link;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A device that sends as fast as the broker takes it, and hears the hub's receipts. */
final class IngestSender implements Link.Listener {
    private static final long PATIENCE_SECONDS = 120;

    private final int number;
    private final Link link;
    private final CountDownLatch connected = new CountDownLatch(1);
    private volatile @Nullable String failure;

    // Guarded by this.
    private final BitSet receipted = new BitSet();
    private long epoch;

    IngestSender(int number, Link link) {
        this.number = number;
        this.link = link;
    }

    /** What it hears. */
    static List<String> hearing(DeviceId device) {
        return List.of(Topics.receipts(device));
    }

    void start() {
        link.start(this);
    }

    void awaitConnected() throws IOException, InterruptedException {
        if (!connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("device %d cannot connect to the broker".formatted(number));
        }
    }

    @Override
    public void connected() {
        connected.countDown();
    }

    @Override
    public void arrived(String topic, byte[] payload) throws IOException {
        HubMessage message;
        try {
            message = Wire.decodeHubMessage(payload);
        } catch (WireException e) {
            throw new IOException("the hub said what cannot be understood", e);
        }
        if (message instanceof Receipts receipts) {
            count(receipts);
        }
    }

    private synchronized void count(Receipts receipts) {
        if (receipts.epoch() == epoch) {
            for (SequenceRange range : receipts.ranges()) {
                receipted.set((int) range.first(), (int) range.last() + 1);
            }
            notifyAll();
        }
    }

    /** Forgets the receipts of before and expects those of an epoch. */
    synchronized void expect(long newEpoch) {
        epoch = newEpoch;
        receipted.clear();
    }

    /**
     * Sends its share of a load, and returns when the broker has taken it.
     *
     * @param window how many messages at a time
     * @throws IOException if the broker does not take one
     */
    void send(IngestLoad load, long ofEpoch, String topic, int window) throws IOException, InterruptedException {
        var places = new Semaphore(window);
        for (int i = 0; i < load.messages(); i++) {
            byte[] payload = encoded(load, ofEpoch, i);
            places.acquire();
            requireNoFailure();
            link.publish(topic, payload, false, new Link.Acknowledgement() {
                @Override
                public void taken() {
                    places.release();
                }

                @Override
                public void failed(String why) {
                    failure = why;
                    places.release();
                }
            });
        }
        places.acquire(window);
        requireNoFailure();
    }

    private byte[] encoded(IngestLoad load, long ofEpoch, int message) throws IOException {
        try {
            return Wire.encode(load.batch(ofEpoch, number, message));
        } catch (WireException e) {
            throw new IOException("so many samples do not fit into a message", e);
        }
    }

    private void requireNoFailure() throws IOException {
        if (failure != null) {
            throw new IOException("the broker did not take a message of device %d: %s".formatted(number, failure));
        }
    }

    /** Waits until so many samples have their receipt. */
    synchronized void awaitReceipts(int samples) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (receipted.cardinality() < samples) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new IOException("device %d has receipts for %d of %d samples after %d s"
                        .formatted(number, receipted.cardinality(), samples, PATIENCE_SECONDS));
            }
            wait(left);
        }
    }

    void close() {
        link.close();
    }
}
