package io.fieldloop.lab.simulation;

import io.fieldloop.agent.link.Link.Listener;
import io.fieldloop.agent.link.Link.Message;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of messages from the hub down to a device, on the one thread of its {@link FaultyLink}. What a fault keeps from the device
 * is not acknowledged to the broker, except a receipt that is dropped: it stands for one that the hub never sent.
 */
final class Descent implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Descent.class);
    private static final int LONGEST_DELAY_MILLIS = 2_000;
    private static final int REDELIVERY_MILLIS = 500;

    private final Listener device;
    private final Armed armed;
    private final ScheduledExecutorService thread;
    private final BooleanSupplier parted;

    /** What came while the network was parted; belongs to the thread. */
    private final List<Message> held = new ArrayList<>();

    Descent(Listener device, Armed armed, ScheduledExecutorService thread, BooleanSupplier parted) {
        this.device = device;
        this.armed = armed;
        this.thread = thread;
        this.parted = parted;
    }

    @Override
    public void connected() {
        if (!parted.getAsBoolean()) {
            device.connected();
        }
    }

    @Override
    public void arrived(Message message) {
        thread.execute(() -> arrive(message));
    }

    /** What the broker would send again over a new connection. */
    void reconnected() {
        device.connected();
        List<Message> again = List.copyOf(held);
        held.clear();
        again.forEach(this::arrive);
    }

    private void arrive(Message message) {
        if (parted.getAsBoolean()) {
            held.add(message);
            return;
        }
        Optional<FaultEvent> struck = armed.down(message.topic(), message.payload().length);
        if (struck.isPresent()) {
            strike(struck.get(), message);
        } else {
            deliver(message);
        }
    }

    private void strike(FaultEvent event, Message message) {
        switch (event.fault()) {
            case DOUBLED -> {
                deliver(Copy.of(message));
                deliver(message);
            }
            case DELAYED -> deliverAfter(message, event.chances().nextInt(LONGEST_DELAY_MILLIS));
            case REORDERED -> deliverAfter(message, REDELIVERY_MILLIS);
            case CUT -> {
                int length = event.chances().nextInt(message.payload().length);
                deliver(Copy.of(message).cutTo(length));
                deliverAfter(message, REDELIVERY_MILLIS);
            }
            case DROPPED -> drop(message);
            case UNACKNOWLEDGED -> {
                deliver(Copy.of(message));
                deliverAfter(message, REDELIVERY_MILLIS);
            }
            case PARTITION,
                    CLOCK_JUMP,
                    OUTBOX_FULL,
                    DISK_FULL,
                    POWER_CUT,
                    CORRUPT_PAGE,
                    FULL_START,
                    HUB_KILLED,
                    BROKER_KILLED,
                    DATABASE_GONE -> throw new IllegalArgumentException(event.fault() + " strikes no message");
        }
    }

    private void drop(Message message) {
        if (message.topic().endsWith("/receipts")) {
            message.acknowledge();
        } else {
            deliverAfter(message, REDELIVERY_MILLIS);
        }
    }

    private void deliverAfter(Message message, int millis) {
        var _ = thread.schedule(() -> deliver(message), millis, TimeUnit.MILLISECONDS);
    }

    /** The outermost frame of a message, as that of the link itself. */
    private void deliver(Message message) {
        try {
            device.arrived(message);
        } catch (IOException e) {
            LOG.warn("a message on {} cannot be dealt with now: {}", message.topic(), e.getMessage());
            deliverAfter(message, REDELIVERY_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a message on {} failed in an unforeseen way", message.topic(), e);
        }
    }

    /** The same message once more, or a part of it. */
    private record Copy(String topic, Bytes content) implements Message {
        static Copy of(Message message) {
            return new Copy(message.topic(), Bytes.wrap(message.payload()));
        }

        Copy cutTo(int length) {
            return new Copy(topic, Bytes.wrap(Arrays.copyOf(payload(), length)));
        }

        @Override
        public byte[] payload() {
            return content.toArray();
        }

        @Override
        public void acknowledge() {}

        @Override
        public boolean comesAgain() {
            return false;
        }
    }
}
