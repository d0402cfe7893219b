package io.fieldloop.hub.mqtt;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the broker, from its begin to its end. Thread-safe. */
final class MqttConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
    private static final int CONNECT_SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final long ANSWER_MILLIS = 10_000;
    private static final long STOP_MILLIS = 1_000;
    private static final long SESSION_SECONDS = 7 * 24 * 3_600L;
    private static final int MOST_IN_FLIGHT = 100;
    private static final int FAILED = 0x80; // MQTT 5, section 2.4

    private final MqttAsyncClient client;
    private final CountDownLatch ended;
    private final Semaphore window;

    private MqttConnection(MqttAsyncClient client, CountDownLatch ended, int window) {
        this.client = client;
        this.ended = ended;
        this.window = new Semaphore(window);
    }

    /** Connects and subscribes. */
    static MqttConnection open(String clientId, BrokerAddress broker, SSLContext tls, Subscription subscription)
            throws MqttException {
        var client = new MqttAsyncClient(broker.url(), clientId, new MemoryPersistence());
        try {
            client.setManualAcks(true);
            var ended = new CountDownLatch(1);
            client.setCallback(new Callback(client, subscription.receiver(), ended));
            IMqttToken connected = client.connect(options(tls, subscription));
            connected.waitForCompletion(ANSWER_MILLIS);
            var connection = new MqttConnection(client, ended, windowOf(connected));
            connection.subscribe(subscription);
            return connection;
        } catch (MqttException e) {
            close(client);
            throw e;
        }
    }

    private static MqttConnectionOptions options(SSLContext tls, Subscription subscription) {
        var options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(subscription.filters().isEmpty());
        options.setSessionExpiryInterval(subscription.filters().isEmpty() ? 0L : SESSION_SECONDS);
        options.setReceiveMaximum(subscription.window());
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setSocketFactory(tls.getSocketFactory());
        options.setHttpsHostnameVerificationEnabled(true);
        return options;
    }

    /** Paho fails a publication beyond the server's maximum instead of waiting, so it must stay below. */
    private static int windowOf(IMqttToken connected) {
        Integer offered = connected.getResponseProperties() == null
                ? null
                : connected.getResponseProperties().getReceiveMaximum();
        int most = offered == null || offered <= 0 ? MOST_IN_FLIGHT : Math.min(MOST_IN_FLIGHT, offered);
        return Math.max(1, most - 2);
    }

    private void subscribe(Subscription subscription) throws MqttException {
        for (String filter : subscription.filters()) {
            IMqttToken answer = client.subscribe(filter, 1);
            answer.waitForCompletion(ANSWER_MILLIS);
            if (answer.getReasonCodes()[0] >= FAILED) {
                throw new MqttException(answer.getReasonCodes()[0]);
            }
        }
    }

    /** Publishes as soon as fewer than the allowed number are under way; tells {@code done} whether the broker has it. */
    void publish(Publication publication, Consumer<Boolean> done) throws InterruptedException {
        window.acquire();
        try {
            client.publish(publication.topic(), publication.message(), null, new Answer(done));
        } catch (MqttException e) {
            LOG.debug("not published topic={}", publication.topic(), e);
            window.release();
            done.accept(false);
        }
    }

    boolean isOpen() {
        return ended.getCount() > 0;
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Ends it as if it had been lost. */
    void end() {
        ended.countDown();
    }

    @Override
    public void close() {
        close(client);
    }

    private static void close(MqttAsyncClient client) {
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, STOP_MILLIS, true);
            }
        } catch (MqttException e) {
            LOG.debug("not disconnected in order", e);
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("not closed in order", e);
        }
    }

    /** Hears what became of a publication. */
    private final class Answer implements MqttActionListener {
        private final Consumer<Boolean> done;

        Answer(Consumer<Boolean> done) {
            this.done = done;
        }

        @Override
        public void onSuccess(IMqttToken token) {
            window.release();
            int[] reasons = token.getReasonCodes();
            done.accept(reasons == null || reasons.length == 0 || reasons[0] < FAILED);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            window.release();
            done.accept(false);
        }
    }

    /** What Paho calls. */
    private static final class Callback implements MqttCallback {
        private final MqttAsyncClient client;
        private final Consumer<Delivery> receiver;
        private final CountDownLatch ended;

        Callback(MqttAsyncClient client, Consumer<Delivery> receiver, CountDownLatch ended) {
            this.client = client;
            this.receiver = receiver;
            this.ended = ended;
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            int id = message.getId();
            receiver.accept(new Delivery(topic, message.getPayload(), () -> acknowledge(id)));
        }

        private void acknowledge(int id) {
            try {
                client.messageArrivedComplete(id, 1);
            } catch (MqttException e) {
                LOG.debug("not acknowledged id={}", id, e);
            }
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            LOG.debug("disconnected reason={}", response.getReturnCode());
            ended.countDown();
        }

        @Override
        public void mqttErrorOccurred(MqttException e) {
            LOG.debug("connection error", e);
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // each publication has its own listener
        }

        @Override
        public void connectComplete(boolean reconnect, String url) {
            // the one who connects waits for it
        }

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {
            // certificates do
        }
    }
}
