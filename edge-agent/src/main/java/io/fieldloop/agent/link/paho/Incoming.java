package io.fieldloop.agent.link.paho;

import io.fieldloop.agent.link.Link.Listener;
import io.fieldloop.agent.link.Link.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands messages to a listener, which has each acknowledged when it was dealt with. */
final class Incoming {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

    private final Listener listener;
    private final LongAdder bytes;

    Incoming(Listener listener, LongAdder bytes) {
        this.listener = listener;
        this.bytes = bytes;
    }

    MqttCallback of(MqttAsyncClient client, CountDownLatch ended) {
        return new Callback(client, ended);
    }

    /** The outermost frame of a message: no message may end the connection. */
    private void deal(Message message) {
        bytes.add(message.payload().length + message.topic().getBytes(StandardCharsets.UTF_8).length);
        try {
            listener.arrived(message);
        } catch (IOException e) {
            LOG.warn("link: a message on {} cannot be dealt with now: {}", message.topic(), e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("link: a message on {} failed in an unforeseen way, and is dropped", message.topic(), e);
            message.acknowledge();
        }
    }

    /**
     * A message of one connection.
     *
     * @param ended is at 0 when the connection has ended
     */
    private record Received(MqttAsyncClient client, CountDownLatch ended, String topic, MqttMessage message)
            implements Message {
        @Override
        public byte[] payload() {
            return message.getPayload();
        }

        @Override
        public void acknowledge() {
            try {
                client.messageArrivedComplete(message.getId(), message.getQos());
            } catch (MqttException e) {
                LOG.debug("link: a message on {} is not acknowledged: {}", topic, LinkException.describe(e));
            }
        }

        @Override
        public boolean comesAgain() {
            return ended.getCount() == 0 && message.getQos() > 0;
        }
    }

    /** Called by the threads of Paho. */
    private final class Callback implements MqttCallback {
        private final MqttAsyncClient client;
        private final CountDownLatch ended;

        Callback(MqttAsyncClient client, CountDownLatch ended) {
            this.client = client;
            this.ended = ended;
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            deal(new Received(client, ended, topic, message));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            LOG.info("link: disconnected: {}", reason(response));
            ended.countDown();
        }

        @Override
        public void mqttErrorOccurred(MqttException failure) {
            LOG.warn("link: {}", LinkException.describe(failure));
        }

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}

        private static String reason(MqttDisconnectResponse response) {
            if (response.getException() != null) {
                return LinkException.describe(response.getException());
            }
            return "the broker ended it with reason code 0x%02x".formatted(response.getReturnCode());
        }
    }
}
