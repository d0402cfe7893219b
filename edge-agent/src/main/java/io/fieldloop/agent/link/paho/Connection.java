package io.fieldloop.agent.link.paho;

import io.fieldloop.agent.link.Link.Acknowledgement;
import io.fieldloop.agent.link.LinkSettings;
import io.fieldloop.agent.link.LinkSettings.Hearing;
import io.fieldloop.agent.link.LinkSettings.LastWill;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection with a client of its own, from its beginning to its end. */
final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** For so long the broker keeps what it has for this client; desired states are retained anyway. */
    private static final long SESSION_SECONDS = 3600;

    /** Artemis 2.55 keeps a will without delay until the session expires; besides, a short break is no absence. */
    private static final long WILL_DELAY_SECONDS = 1;

    private static final int AT_LEAST_ONCE = 1;
    private static final int FAILED = 0x80;

    private final MqttAsyncClient client;
    private final Outgoing outgoing;
    private final CountDownLatch ended;

    private Connection(MqttAsyncClient client, Outgoing outgoing, CountDownLatch ended) {
        this.client = client;
        this.outgoing = outgoing;
        this.ended = ended;
    }

    /** Connects and subscribes. */
    static Connection open(LinkSettings settings, Incoming incoming) throws LinkException, InterruptedException {
        var ended = new CountDownLatch(1);
        @Nullable MqttAsyncClient client = null;
        try {
            client = new MqttAsyncClient(address(settings), settings.clientId(), new MemoryPersistence());
            client.setManualAcks(true);
            client.setCallback(incoming.of(client, ended));
            MqttAsyncClient connecting = client;
            IMqttToken token = await(done -> connecting.connect(options(settings), null, done));
            subscribe(client, settings.hearing().topics());
            int window = Outgoing.window(token.getResponseProperties().getReceiveMaximum());
            return new Connection(client, new Outgoing(window), ended);
        } catch (MqttException e) {
            discard(client, ended);
            throw new LinkException(LinkException.describe(e));
        } catch (LinkException | InterruptedException e) {
            discard(client, ended);
            throw e;
        }
    }

    void publish(String topic, byte[] payload, boolean retained, Acknowledgement acknowledgement) {
        Outgoing.Message message = outgoing.begin(acknowledgement);
        if (message == null) {
            acknowledgement.failed("the broker has not taken enough of the messages before");
            return;
        }
        try {
            client.publish(topic, new MqttMessage(payload, AT_LEAST_ONCE, retained, null), null, message);
        } catch (MqttException e) {
            message.failed(LinkException.describe(e));
        }
    }

    int room() {
        return outgoing.room();
    }

    boolean alive() {
        return ended.getCount() > 0;
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Waits a moment for what is on its way, and says good-bye, so that there is no last will. */
    void farewell() throws InterruptedException {
        if (!outgoing.drain(FAREWELL.toMillis())) {
            LOG.warn("link: not everything that was sent was taken before the end");
        }
        try {
            await(done -> client.disconnect(0, null, done, 0, null));
        } catch (LinkException | MqttException e) {
            LOG.debug("link: no good-bye: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        discard(client, ended);
        outgoing.end();
    }

    private static String address(LinkSettings settings) {
        return (settings.security().isPresent() ? "ssl://" : "tcp://") + settings.broker();
    }

    private static MqttConnectionOptions options(LinkSettings settings) {
        Hearing hearing = settings.hearing();
        var options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(hearing.topics().isEmpty());
        options.setSessionExpiryInterval(hearing.topics().isEmpty() ? 0 : SESSION_SECONDS);
        options.setTopicAliasMaximum(0);
        options.setMaximumPacketSize(hearing.maxMessageBytes());
        if (hearing.atATime() < Hearing.UNLIMITED) {
            options.setReceiveMaximum(hearing.atATime());
        }
        options.setKeepAliveInterval(Math.toIntExact(settings.keepAlive().toSeconds()));
        options.setConnectionTimeout(Math.toIntExact(PATIENCE.toSeconds()));
        settings.security().ifPresent(security -> {
            options.setSocketFactory(new Tls13(security.get()));
            options.setHttpsHostnameVerificationEnabled(true);
        });
        if (settings.lastWill().isPresent()) {
            LastWill will = settings.lastWill().get();
            options.setWill(will.topic(), new MqttMessage(will.payload().toArray(), AT_LEAST_ONCE, true, null));
            MqttProperties delay = new MqttProperties();
            delay.setWillDelayInterval(WILL_DELAY_SECONDS);
            options.setWillMessageProperties(delay);
        }
        return options;
    }

    private static void subscribe(MqttAsyncClient client, List<String> topics)
            throws MqttException, LinkException, InterruptedException {
        if (topics.isEmpty()) {
            return;
        }
        String[] filters = topics.toArray(String[]::new);
        int[] qualities = new int[filters.length];
        Arrays.fill(qualities, AT_LEAST_ONCE);
        IMqttToken token = await(done -> client.subscribe(filters, qualities, null, done));
        int[] reasons = token.getReasonCodes();
        for (int i = 0; i < reasons.length; i++) {
            if (reasons[i] >= FAILED) {
                throw new LinkException("the broker refuses the subscription to %s with reason code 0x%02x"
                        .formatted(filters[i], reasons[i]));
            }
        }
    }

    /** Paho's own waiting cannot be interrupted. */
    private static IMqttToken await(Action action) throws MqttException, LinkException, InterruptedException {
        var done = new CompletableFuture<IMqttToken>();
        action.start(new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                done.complete(token);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
        try {
            return done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new LinkException(LinkException.describe(e));
        } catch (TimeoutException _) {
            throw new LinkException("no answer within %d s".formatted(PATIENCE.toSeconds()));
        }
    }

    private static void discard(@Nullable MqttAsyncClient client, CountDownLatch ended) {
        ended.countDown();
        if (client == null) {
            return;
        }
        try {
            client.disconnectForcibly(0, 100, false);
        } catch (MqttException _) {
            // It was not connected.
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("link: a client would not close: {}", e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Action {
        IMqttToken start(MqttActionListener done) throws MqttException;
    }
}
