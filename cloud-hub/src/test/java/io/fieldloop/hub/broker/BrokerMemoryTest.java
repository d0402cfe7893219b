package io.fieldloop.hub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.mqtt.BrokerAddress;
import io.fieldloop.hub.mqtt.MqttLink;
import io.fieldloop.hub.mqtt.Publication;
import io.fieldloop.hub.mqtt.Subscription;
import io.fieldloop.hub.security.HubKeys;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose memory is full of what nobody takes. */
class BrokerMemoryTest {
    private static final DeviceId CAMERA = new DeviceId("camera");
    private static final String NOBODY_TAKES = "fieldloop/v1/bench/";
    private static final int ADDRESSES = 16;
    private static final int MESSAGES =
            160; // of a mebibyte each: fewer than fill one address, enough for the memory of all
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit gives it
    private Path folder;

    @Test
    void whatTheHubTellsADevice_whileTheMemoryIsFull_doesNotGoToDisk() throws Exception {
        List<String> told = List.of(Topics.receipts(CAMERA), Topics.desired(CAMERA));
        var heard = new AtomicInteger();
        try (TestHub hub = TestHub.start(folder);
                MqttLink idle = link(hub, "idle", List.of(NOBODY_TAKES + "+"), new AtomicInteger());
                MqttLink device = link(hub, "device", told, heard);
                MqttLink sender = new MqttLink("test.sender", address(hub), keys(hub), Subscription.none())) {
            idle.start(LIMIT);
            device.start(LIMIT);
            sender.start(LIMIT);

            for (int i = 0; i < MESSAGES; i++) {
                publish(sender, NOBODY_TAKES + i % ADDRESSES, new byte[1 << 20]);
            }
            for (String topic : told) {
                publish(sender, topic, new byte[100]);
            }

            Await.until("the device hears both", () -> heard.get() == told.size());
            assertThat(onDisk())
                    .anyMatch(a -> a.startsWith("fieldloop.v1.bench."))
                    .noneMatch(a -> a.contains("camera"));
        }
    }

    /** A listener that acknowledges nothing. */
    private static MqttLink link(TestHub hub, String name, List<String> topics, AtomicInteger heard) {
        var subscription = new Subscription(
                topics, false, topics.size(), InstantSource.system(), _ -> heard.incrementAndGet(), () -> {});
        return new MqttLink("test." + name, address(hub), keys(hub), subscription);
    }

    private static BrokerAddress address(TestHub hub) {
        return new BrokerAddress("localhost", hub.mqttPort(), "test");
    }

    private static HubKeys keys(TestHub hub) {
        return hub.part(HubKeys.class);
    }

    private static void publish(MqttLink sender, String topic, byte[] payload) throws InterruptedException {
        var taken = new Semaphore(0);
        sender.publish(new Publication(topic, payload, false, Optional.empty()), ok -> {
            assertThat(ok).isTrue();
            taken.release();
        });
        taken.acquire();
    }

    /** The addresses of which messages are or were on disk, as Artemis calls them. */
    private List<String> onDisk() throws IOException {
        try (var files = Files.walk(folder.resolve("broker/paging"))) {
            return files.filter(f -> f.endsWith("address.txt"))
                    .map(BrokerMemoryTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
