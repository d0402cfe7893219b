package io.fieldloop.agent.capture;

import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.Link.Acknowledgement;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.LedgerReport.Account;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the samples of the outbox to the hub, the most valuable first, and tells the hub the ledger. What the broker did not
 * take waits again at once, what the hub gave no receipt for after a while. Its methods may be called by any thread.
 */
public final class Shipping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shipping.class);

    /** More than this without a receipt, and the hub is taken to be behind. */
    private static final int MAX_IN_FLIGHT = 4096;

    /** Places in the window of the link that are left to others, who say little and seldom. */
    private static final int OTHERS = 16;

    /** The longest wait for a receipt. */
    static final Duration MAX_PATIENCE = Duration.ofMinutes(10);

    private static final Duration LEDGER_EVERY = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Outbox outbox;
    private final Link link;
    private final DeviceId device;
    private final Allowance allowance;
    private final Duration receiptPatience;
    private final Backoff resends;
    private final Worker worker = new Worker("shipping", this::work, this::reportLedger);
    private final Queue<Shipment> failed = new ConcurrentLinkedQueue<>();
    private volatile @Nullable LedgerReport reported;

    // Belong to the worker.
    private Duration patience;
    private long acknowledged;
    private long ledgerNotBefore = System.nanoTime();
    private long shipNotBefore = System.nanoTime();

    /**
     * Prepares to ship.
     *
     * @param receiptPatience after how long without a receipt a sample is sent again; while there are no receipts at all, it doubles
     *     each time, up to ten minutes
     * @param random makes a fleet that waits for the same hub come back at different times
     */
    public Shipping(
            Outbox outbox,
            Link link,
            DeviceId device,
            Allowance allowance,
            Duration receiptPatience,
            RandomGenerator random) {
        this.outbox = outbox;
        this.link = link;
        this.device = device;
        this.allowance = allowance;
        this.receiptPatience = receiptPatience;
        this.patience = receiptPatience;
        this.resends = new Backoff(receiptPatience.multipliedBy(2), MAX_PATIENCE, random);
    }

    /** Begins. */
    public void start() {
        outbox.onChange(worker::tell);
        worker.start();
    }

    /** There is a new connection; the hub is told the ledger on each. */
    public void connected() {
        reported = null;
        worker.tell();
    }

    /** Takes nothing more out of the outbox, and tells the hub the ledger a last time. */
    @Override
    public void close() {
        worker.close();
    }

    /** The outermost frame of this thread: whatever fails is tried again. */
    private Duration work() throws InterruptedException {
        try {
            putBack();
            while (!worker.isClosed() && mayShip()) {
                long allowed = allowance.bytes();
                Optional<Shipment> shipment = allowed > 0 ? outbox.take(allowed) : Optional.empty();
                if (shipment.isEmpty()) {
                    break;
                }
                ship(shipment.get());
            }
            if (System.nanoTime() - ledgerNotBefore >= 0) {
                reportLedger();
            }
        } catch (IOException e) {
            LOG.warn("shipping: {}", e.getMessage());
            shipNotBefore = System.nanoTime() + AFTER_FAILURE.toNanos();
        } catch (RuntimeException e) {
            LOG.error("shipping: failed in an unforeseen way", e);
            shipNotBefore = System.nanoTime() + AFTER_FAILURE.toNanos();
        }
        return pause();
    }

    private Duration pause() {
        Duration resendCheck = receiptPatience.dividedBy(4);
        return resendCheck.compareTo(AFTER_FAILURE) < 0 ? resendCheck : AFTER_FAILURE;
    }

    private boolean mayShip() {
        return link.room() > OTHERS && outbox.inFlight() < MAX_IN_FLIGHT && System.nanoTime() - shipNotBefore >= 0;
    }

    private void putBack() throws IOException, InterruptedException {
        for (Shipment shipment = failed.poll(); shipment != null; shipment = failed.poll()) {
            outbox.putBack(shipment);
            shipNotBefore = System.nanoTime() + AFTER_FAILURE.toNanos();
        }
        heedReceipts();
        int late = outbox.inFlight() > 0 ? outbox.putBackAfter(patience) : 0;
        if (late > 0) {
            LOG.info(
                    "shipping: no receipt for {} samples within {} s; they are sent again", late, patience.toSeconds());
            patience = resends.pause();
        }
    }

    /** A hub that gives receipts is to be trusted with the usual patience again. */
    private void heedReceipts() {
        long now = outbox.ledger().streams().stream()
                .mapToLong(Account::acknowledged)
                .sum();
        if (now != acknowledged) {
            acknowledged = now;
            patience = receiptPatience;
            resends.reset();
        }
    }

    private void ship(Shipment shipment) throws IOException, InterruptedException {
        String topic = Topics.samples(device, shipment.batch().stream());
        byte[] message = encode(shipment.batch());
        allowance.spend(message.length + topic.getBytes(StandardCharsets.UTF_8).length);
        link.publish(topic, message, false, new Acknowledgement() {
            @Override
            public void taken() {
                worker.tell();
            }

            @Override
            public void failed(String why) {
                LOG.debug(
                        "shipping: {} samples wait again: {}", shipment.places().size(), why);
                failed.add(shipment);
                worker.tell();
            }
        });
    }

    private void reportLedger() {
        LedgerReport ledger = outbox.ledger();
        if (!link.connected() || ledger.equals(reported)) {
            return;
        }
        ledgerNotBefore = System.nanoTime() + LEDGER_EVERY.toNanos();
        reported = ledger;
        link.publish(Topics.ledger(device), encode(ledger), false, new Acknowledgement() {
            @Override
            public void taken() {}

            @Override
            public void failed(String why) {
                reported = null;
            }
        });
    }

    private static byte[] encode(DeviceMessage message) {
        try {
            return Wire.encode(message);
        } catch (WireException e) {
            throw new IllegalStateException("the outbox bounds its shipments, and few streams make a small ledger", e);
        }
    }
}
