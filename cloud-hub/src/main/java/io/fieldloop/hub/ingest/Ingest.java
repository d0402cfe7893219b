package io.fieldloop.hub.ingest;

import io.fieldloop.hub.devices.Deployments;
import io.fieldloop.hub.mqtt.BrokerAddress;
import io.fieldloop.hub.mqtt.Delivery;
import io.fieldloop.hub.mqtt.MqttLink;
import io.fieldloop.hub.mqtt.Subscription;
import io.fieldloop.hub.security.ClientKeys;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.topic.UpTopic;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes in what devices say, on a few lanes side by side; what one device says stays on one lane, and so in its order. While the
 * database is away, nothing is taken in.
 */
@Singleton
public final class Ingest implements AutoCloseable {
    /** While the database is at work on a batch, the next one is made: of other devices, or of what came since. */
    private static final int LANES = 2;

    /** As many as a batch for each. */
    private static final int MOST_WAITING = 1_000;

    private static final long INBOX_BYTES = 32L << 20;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    private final Aftermath aftermath;
    private final Deployments deployments;
    private final IngestShare share;
    private final List<Lane> lanes;
    private final MqttLink link;

    Ingest(
            BatchWriter writer,
            Aftermath aftermath,
            Deployments deployments,
            BrokerAddress broker,
            ClientKeys keys,
            IngestShare share,
            InstantSource clock) {
        this.aftermath = aftermath;
        this.deployments = deployments;
        this.share = share;
        this.lanes = IntStream.range(0, LANES)
                .mapToObj(number -> new Lane(number, writer, aftermath, new Inbox(MOST_WAITING, INBOX_BYTES)))
                .toList();
        List<String> filters = share.channels().stream()
                .map(c -> "$share/hub/" + Topics.everyDevice(c))
                .toList();
        var subscription = new Subscription(filters, share.isWhole(), MOST_WAITING, clock, this::receive, this::forget);
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
        lanes.forEach(Lane::start);
        link.start(CONNECT_LIMIT);
    }

    /** Whether messages can reach it. */
    public boolean isConnected() {
        return link.isConnected();
    }

    private void receive(Delivery delivery) {
        int lane = UpTopic.parse(delivery.topic())
                .map(topic -> lane(topic.device()))
                .orElse(0);
        lanes.get(lane).put(delivery);
    }

    /** On which lane what a device says is taken in. */
    static int lane(DeviceId device) {
        return Math.floorMod(device.hashCode(), LANES);
    }

    private void forget() {
        lanes.forEach(Lane::clear);
    }

    /** Ends; a batch that is being written is finished, or comes again after the next start. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
        link.close();
    }
}
