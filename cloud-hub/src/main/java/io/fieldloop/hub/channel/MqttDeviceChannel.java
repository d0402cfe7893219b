package io.fieldloop.hub.channel;

import io.fieldloop.hub.mqtt.BrokerAddress;
import io.fieldloop.hub.mqtt.MqttLink;
import io.fieldloop.hub.mqtt.Publication;
import io.fieldloop.hub.mqtt.Subscription;
import io.fieldloop.hub.security.ClientKeys;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks to devices by MQTT, on a thread and a connection of its own. */
@Singleton
public final class MqttDeviceChannel implements DeviceChannel, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttDeviceChannel.class);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
    private static final Duration RECEIPT_LIFE = Duration.ofMinutes(10);

    private final Outgoing outgoing = new Outgoing();
    private final MqttLink link;
    private final Thread thread =
            Thread.ofPlatform().name("device-channel").daemon().unstarted(this::run);

    MqttDeviceChannel(BrokerAddress broker, ClientKeys keys) {
        this.link = new MqttLink(broker.clientId("channel"), broker, keys, Subscription.none());
    }

    /**
     * Begins to send.
     *
     * @throws IOException if the broker cannot be reached
     */
    public void start() throws IOException, InterruptedException {
        link.start(CONNECT_LIMIT);
        thread.start();
    }

    @Override
    public void desired(DeviceId device, DesiredState desired) {
        outgoing.keep(publication(Topics.desired(device), desired, true, Optional.empty()));
    }

    @Override
    public void receipts(DeviceId device, Receipts receipts) {
        outgoing.offer(publication(Topics.receipts(device), receipts, false, Optional.of(RECEIPT_LIFE)));
    }

    private static Publication publication(
            String topic, HubMessage message, boolean retained, Optional<Duration> expiry) {
        try {
            return new Publication(topic, Wire.encode(message), retained, expiry);
        } catch (WireException e) {
            throw new IllegalArgumentException("this is too much for one message: " + e.getMessage(), e);
        }
    }

    private void run() {
        try {
            while (true) {
                Publication next = outgoing.take();
                link.publish(next, sent -> settle(next, sent));
            }
        } catch (InterruptedException _) {
            LOG.debug("device channel ends");
        }
    }

    private void settle(Publication publication, boolean sent) {
        if (!sent && publication.retained()) {
            outgoing.again(publication.topic());
        }
    }

    /** Ends; desired states that have not been sent are published again by whoever starts next. */
    @Override
    public void close() {
        thread.interrupt();
        link.close();
    }
}
