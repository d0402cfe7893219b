package io.fieldloop.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.mqtt.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Inbox inbox = new Inbox(3, 100);

    private static Delivery delivery(int sizeBytes) {
        return new Delivery("topic", new byte[sizeBytes], Instant.EPOCH, () -> {});
    }

    /** Puts on another thread. */
    private Thread putting(Delivery delivery) {
        return Thread.ofVirtual().start(() -> {
            try {
                inbox.put(delivery);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void awaitBlocked(Thread thread) throws Exception {
        Await.until("the sender waits", () -> thread.getState() == Thread.State.WAITING);
    }

    @Test
    void deliveries_areTakenInTheirOrderAsSoonAsABatchIsFull() throws Exception {
        List<Delivery> sent = List.of(delivery(1), delivery(2), delivery(3));
        for (Delivery delivery : sent) {
            inbox.put(delivery);
        }

        assertThat(inbox.take(2, LONG, LONG)).isEqualTo(sent.subList(0, 2));
        assertThat(inbox.take(1, LONG, LONG)).isEqualTo(sent.subList(2, 3));
    }

    @Test
    void batch_thatDoesNotFill_isTakenAfterAMoment() throws Exception {
        inbox.put(delivery(1));

        assertThat(inbox.take(3, Duration.ofMillis(1), LONG)).hasSize(1);
    }

    @Test
    void nothingThatComes_isTakenOnceNobodyWaitsAnyMore() throws Exception {
        assertThat(inbox.take(3, LONG, Duration.ofMillis(1))).isEmpty();
        assertThat(inbox.take(3, LONG, Duration.ofSeconds(-1))).isEmpty();
    }

    @Test
    void delivery_beyondTheNumber_waitsForRoom() throws Exception {
        for (int i = 0; i < 3; i++) {
            inbox.put(delivery(1));
        }
        Thread fourth = putting(delivery(1));
        awaitBlocked(fourth);

        assertThat(inbox.take(3, LONG, LONG)).hasSize(3);
        fourth.join();
        assertThat(inbox.take(1, LONG, LONG)).hasSize(1);
    }

    @Test
    void delivery_beyondTheBytes_waitsForRoomAndFillsTheBatch() throws Exception {
        inbox.put(delivery(100));
        Thread second = putting(delivery(1));
        awaitBlocked(second);

        assertThat(inbox.take(3, LONG, LONG)).hasSize(1);
        second.join();
    }

    @Test
    void delivery_largerThanAllRoom_isTakenAlone() throws Exception {
        inbox.put(delivery(1_000));

        assertThat(inbox.take(3, LONG, LONG)).hasSize(1);
    }

    @Test
    void sender_whoWaits_isLetGoWhenTheInboxIsClearedOrClosed() throws Exception {
        inbox.put(delivery(100));
        Thread second = putting(delivery(100));
        awaitBlocked(second);
        inbox.clear();
        second.join();

        Thread third = putting(delivery(100));
        awaitBlocked(third);
        inbox.close();
        third.join();
        assertThat(inbox.take(3, Duration.ofMillis(1), LONG)).hasSize(1);
    }
}
