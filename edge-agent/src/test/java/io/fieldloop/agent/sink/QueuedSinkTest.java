package io.fieldloop.agent.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class QueuedSinkTest {
    private final FlakyDelivery delivery = new FlakyDelivery();

    @Test
    void take_otherEndHangs_dropsWhatTheQueueCannotHold_andHoldsNobodyUp() throws Exception {
        delivery.gate = new CountDownLatch(1);
        try (Sink sink = sink()) {
            sink.take(Records.classified(0));
            Wait.until("the first one is on its way", () -> delivery.attempts.size() == 1);

            take(sink, 1, QueuedSink.MAX_WAITING + 7);

            assertThat(sink.dropped()).isEqualTo(7);
            delivery.gate.countDown();
            Wait.until("the others arrive", () -> delivery.arrived.size() == QueuedSink.MAX_WAITING + 1);
            assertThat(sink.dropped()).isEqualTo(7);
        }
    }

    @Test
    void take_otherEndIsAway_triesAgain_andDeliversAllInOrder() throws Exception {
        delivery.failures = 3;
        try (Sink sink = sink()) {
            take(sink, 0, 5);

            Wait.until("all arrive", () -> delivery.arrived.size() == 5);

            assertThat(sink.dropped()).isZero();
        }
        assertThat(delivery.attempts).hasSize(8);
        assertThat(delivery.arrived)
                .isEqualTo(IntStream.range(0, 5)
                        .mapToObj(i -> text(Records.classified(i).json()))
                        .toList());
    }

    @Test
    void take_recordIsRefused_countsIt_andGoesOn() throws Exception {
        delivery.refused = text(Records.classified(1).json());
        try (Sink sink = sink()) {
            take(sink, 0, 3);

            Wait.until("the others arrive", () -> delivery.arrived.size() == 2);

            assertThat(sink.dropped()).isEqualTo(1);
        }
    }

    @Test
    void close_otherEndIsAway_endsSoon_andCountsWhatIsGivenUp() throws Exception {
        delivery.failures = Integer.MAX_VALUE;
        Sink sink = sink();
        take(sink, 0, 5);

        sink.close();

        assertThat(sink.dropped()).isEqualTo(5);
        assertThat(delivery.closed).isTrue();
    }

    private Sink sink() {
        return new QueuedSink(
                "flaky", delivery, new Backoff(Duration.ofMillis(1), Duration.ofMillis(10), new Random(5)));
    }

    private static void take(Sink sink, int first, int count) {
        for (int i = first; i < first + count; i++) {
            sink.take(Records.classified(i));
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    /** Another end that hangs, fails or refuses when it is told to. */
    private static final class FlakyDelivery implements Delivery {
        private final List<String> attempts = new CopyOnWriteArrayList<>();
        private final List<String> arrived = new CopyOnWriteArrayList<>();
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile int failures;
        private volatile String refused = "";
        private volatile boolean closed;

        @Override
        public void deliver(byte[] json) throws IOException, RefusedException, InterruptedException {
            attempts.add(text(json));
            gate.await();
            if (attempts.size() <= failures) {
                throw new IOException("away");
            }
            if (text(json).equals(refused)) {
                throw new RefusedException("not this one");
            }
            arrived.add(text(json));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
