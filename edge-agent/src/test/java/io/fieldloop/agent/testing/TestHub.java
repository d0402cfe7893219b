package io.fieldloop.agent.testing;

import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.Link.Acknowledgement;
import io.fieldloop.agent.link.LinkSettings;
import io.fieldloop.agent.link.LinkSettings.Broker;
import io.fieldloop.agent.link.paho.PahoLink;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.topic.UpTopic;
import io.fieldloop.protocol.topic.UpTopic.Channel;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The far end of the protocol: hears devices, remembers what they say, and gives receipts for samples. */
public final class TestHub implements AutoCloseable {
    private final Link link;
    private final ExecutorService answers = Executors.newSingleThreadExecutor();
    private final Map<Stored, Sample> samples = new ConcurrentHashMap<>();
    private final List<DeviceMessage> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger withheldReceipts = new AtomicInteger();

    public TestHub(TestBroker broker) {
        this.link = new PahoLink(
                new LinkSettings(
                        new Broker("localhost", broker.port()),
                        "hub",
                        Optional.of(() -> broker.authority().context("hub")),
                        Duration.ofSeconds(30),
                        LinkSettings.Hearing.of(Arrays.stream(Channel.values())
                                .map(Topics::everyDevice)
                                .toList()),
                        Optional.empty()),
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), new Random()));
        link.start(new Hearing());
    }

    /** Gives no receipt for the next so many batches. */
    public void withholdReceipts(int batches) {
        withheldReceipts.set(batches);
    }

    public boolean connected() {
        return link.connected();
    }

    /** Says something, retained, until the broker has it. */
    public void say(String topic, HubMessage message) throws InterruptedException {
        var taken = new AtomicInteger();
        byte[] payload = encode(message);
        Wait.until("the broker takes it", () -> {
            if (taken.get() == 0 && link.connected()) {
                taken.set(1);
                link.publish(topic, payload, true, settled(taken));
            }
            return taken.get() == 2;
        });
    }

    /** The sequence numbers of a stream that are stored. */
    public Set<Long> stored(StreamName stream) {
        return samples.keySet().stream()
                .filter(stored -> stored.stream.equals(stream))
                .map(Stored::sequence)
                .collect(Collectors.toSet());
    }

    /** Everything of a kind that was said, duplicates included. */
    public <T extends DeviceMessage> List<T> heard(Class<T> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void close() {
        answers.shutdownNow();
        link.close();
    }

    private void store(DeviceId device, SampleBatch batch) {
        var sequences = new TreeSet<Long>();
        for (Sample sample : batch.samples()) {
            samples.put(new Stored(batch.epoch(), batch.stream(), sample.sequence()), sample);
            sequences.add(sample.sequence());
        }
        if (withheldReceipts.get() > 0) {
            withheldReceipts.decrementAndGet();
            return;
        }
        byte[] receipts = encode(new Receipts(batch.epoch(), batch.stream(), SequenceRange.covering(sequences)));
        answers.execute(() -> link.publish(Topics.receipts(device), receipts, false, settled(new AtomicInteger())));
    }

    private static Acknowledgement settled(AtomicInteger state) {
        return new Acknowledgement() {
            @Override
            public void taken() {
                state.set(2);
            }

            @Override
            public void failed(String why) {
                state.set(0);
            }
        };
    }

    private static byte[] encode(HubMessage message) {
        try {
            return Wire.encode(message);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private final class Hearing implements Link.Listener {
        @Override
        public void connected() {}

        @Override
        public void arrived(String topic, byte[] payload) {
            try {
                DeviceMessage message = Wire.decodeDeviceMessage(payload);
                heard.add(message);
                if (message instanceof SampleBatch batch) {
                    store(UpTopic.parse(topic).orElseThrow().device(), batch);
                }
            } catch (WireException e) {
                throw new AssertionError(e);
            }
        }
    }

    private record Stored(long epoch, StreamName stream, long sequence) {}
}
