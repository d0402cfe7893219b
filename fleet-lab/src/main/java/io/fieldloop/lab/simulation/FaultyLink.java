package io.fieldloop.lab.simulation;

import io.fieldloop.agent.link.Link;
import io.fieldloop.protocol.Bytes;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A link to the hub over which messages fare as the schedule wants: each armed fault strikes the next message that it can. What a
 * link promises stays true: a message that the sender was told to have been taken has come, or the connection ended. Any thread.
 */
final class FaultyLink implements Link {
    private static final int LONGEST_DELAY_MILLIS = 2_000;
    private static final int LONGEST_HOLD_MILLIS = 1_000;

    private final Link link;
    private final Armed armed;

    /** Of messages that come late, and of all that come down: the order is the schedule's to disturb, not chance's. */
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("faulty-link").daemon().factory());

    private final AtomicReference<@Nullable Runnable> overtaken = new AtomicReference<>();
    private volatile boolean parted;
    private volatile @Nullable Descent descent;

    FaultyLink(Link link, Armed armed) {
        this.link = link;
        this.armed = armed;
    }

    @Override
    public void start(Listener listener) {
        Descent down = new Descent(listener, armed, later, () -> parted);
        descent = down;
        link.start(down);
    }

    /** Lets nothing pass in either direction for a while. */
    void part(long millis) {
        parted = true;
        var _ = later.schedule(this::heal, millis, TimeUnit.MILLISECONDS);
    }

    /** Lets everything pass again; for the device that is a new connection. */
    void heal() {
        if (parted) {
            parted = false;
            later.execute(() -> {
                Descent down = descent;
                if (down != null && link.connected()) {
                    down.reconnected();
                }
            });
        }
    }

    @Override
    public void publish(String topic, byte[] payload, boolean retained, Acknowledgement acknowledgement) {
        if (parted) {
            acknowledgement.failed("the network is parted");
            return;
        }
        Optional<FaultEvent> struck = armed.up(topic, payload.length);
        if (struck.isPresent()) {
            strike(struck.get(), new Sending(topic, Bytes.wrap(payload), retained, acknowledgement));
        } else {
            link.publish(topic, payload, retained, acknowledgement);
        }
        releaseOvertaken();
    }

    private void strike(FaultEvent event, Sending sending) {
        SplittableRandom chances = event.chances();
        switch (event.fault()) {
            case DOUBLED -> {
                sending.to(link);
                sending.silent().to(link);
            }
            case DELAYED -> schedule(() -> sending.to(link), chances.nextInt(LONGEST_DELAY_MILLIS));
            case REORDERED -> holdBack(sending);
            case CUT -> {
                sending.cutTo(chances.nextInt(sending.payload().size())).to(link);
                sending.fail();
            }
            case DROPPED -> sending.fail();
            case UNACKNOWLEDGED -> {
                sending.silent().to(link);
                sending.fail();
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

    /** Until the next message has been sent, or none came. */
    private void holdBack(Sending sending) {
        later.execute(() -> {
            releaseOvertaken();
            overtaken.set(() -> sending.to(link));
        });
        schedule(this::releaseOvertaken, LONGEST_HOLD_MILLIS);
    }

    private void releaseOvertaken() {
        Runnable held = overtaken.getAndSet(null);
        if (held != null) {
            held.run();
        }
    }

    private void schedule(Runnable work, int millis) {
        var _ = later.schedule(work, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public int room() {
        return parted ? 0 : link.room();
    }

    @Override
    public boolean connected() {
        return !parted && link.connected();
    }

    @Override
    public Traffic traffic() {
        return link.traffic();
    }

    @Override
    public void close() {
        later.shutdownNow();
        link.close();
    }

    /** A message to the hub. */
    private record Sending(String topic, Bytes payload, boolean retained, Acknowledgement acknowledgement) {
        void to(Link link) {
            link.publish(topic, payload.toArray(), retained, acknowledgement);
        }

        void fail() {
            acknowledgement.failed("the connection ended");
        }

        Sending silent() {
            return new Sending(topic, payload, retained, Unheard.INSTANCE);
        }

        Sending cutTo(int length) {
            return new Sending(topic, Bytes.wrap(Arrays.copyOf(payload.toArray(), length)), false, Unheard.INSTANCE);
        }
    }

    /** What became of a message, which nobody hears. */
    private enum Unheard implements Acknowledgement {
        INSTANCE;

        @Override
        public void taken() {}

        @Override
        public void failed(String why) {}
    }
}
