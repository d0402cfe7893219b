package io.fieldloop.hub.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.topic.Topics;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class EventsTest {
    private final TestHub hub;

    EventsTest(TestHub hub) {
        this.hub = hub;
    }

    @Test
    void watcher_isToldOfDevicesAndSamplesAndThatTheHubIsAlive() throws Exception {
        StreamName line = new StreamName("line");
        try (Watcher watcher = new Watcher(hub);
                TestDevice device =
                        TestDevice.enrolled(hub, TestHub.name("watched")).connect()) {
            watcher.await(l -> l.equals("event: heartbeat"));
            device.say(Topics.samples(device.id(), line), TestSampleBatches.of(1, line, 1, 5));

            watcher.await(l -> l.startsWith("data: ") && l.contains("\"id\":\"" + device.id() + "\""));
            watcher.await(l -> l.contains("\"samplesPerSecond\":"));
        }
    }

    @Test
    void watcher_whoIsNotSignedIn_isRefused() throws Exception {
        assertThat(hub.send(hub.anonymous("/api/v1/events")).statusCode()).isEqualTo(401);
    }

    @Test
    void events_ofOneKey_areToldOnceWithTheLastBody() throws Exception {
        LiveEvents events = hub.part(LiveEvents.class);
        String key = TestHub.name("key");
        try (Watcher watcher = new Watcher(hub)) {
            watcher.await(l -> l.equals("event: heartbeat"));
            for (int i = 1; i <= 100; i++) {
                int number = i;
                events.publish(new LiveEvent("test", key, () -> Map.of("number", number, "key", key)));
            }

            watcher.await(l -> l.contains("\"number\":100"));
            List<String> told = watcher.all().filter(l -> l.contains(key)).toList();
            assertThat(told.size()).isLessThan(100);
        }
    }

    /** Reads the stream of events, line by line. */
    private static final class Watcher implements AutoCloseable {
        private final Stream<String> lines;
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        private final List<String> all = new CopyOnWriteArrayList<>();

        Watcher(TestHub hub) throws Exception {
            lines = hub.lines("/api/v1/events");
            Thread.ofVirtual().start(() -> {
                try {
                    lines.forEach(l -> {
                        all.add(l);
                        seen.add(l);
                    });
                } catch (UncheckedIOException _) {
                    // the test has ended the stream
                }
            });
        }

        void await(Predicate<String> wanted) throws InterruptedException {
            while (true) {
                String next = seen.poll(20, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("it was never told; told was " + all);
                }
                if (wanted.test(next)) {
                    return;
                }
            }
        }

        Stream<String> all() {
            return all.stream();
        }

        @Override
        public void close() {
            lines.close();
        }
    }
}
