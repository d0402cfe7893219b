package io.fieldloop.agent.link.paho;

import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.LinkSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link by MQTT 5, over TLS 1.3 if it has something to secure it with. */
public final class PahoLink implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(PahoLink.class);

    /** A connection that lasted this long was a good one; others must not tempt to hammer the broker. */
    private static final Duration GOOD_CONNECTION = Duration.ofSeconds(10);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final LinkSettings settings;
    private final Backoff backoff;
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private volatile @Nullable Connection current;
    private volatile @Nullable Thread thread;

    /** Prepares a link; it connects with {@link #start}. */
    public PahoLink(LinkSettings settings, Backoff backoff) {
        this.settings = settings;
        this.backoff = backoff;
    }

    @Override
    public synchronized void start(Listener listener) {
        if (thread != null) {
            throw new IllegalStateException("the link was started before");
        }
        Thread started = Thread.ofPlatform().name("link").daemon().unstarted(() -> connectAgainAndAgain(listener));
        thread = started;
        started.start();
    }

    @Override
    public void publish(String topic, byte[] payload, boolean retained, Acknowledgement acknowledgement) {
        Connection connection = current;
        if (connection == null) {
            acknowledgement.failed("there is no connection");
            return;
        }
        sentBytes.add(payload.length + topic.getBytes(StandardCharsets.UTF_8).length);
        connection.publish(topic, payload, retained, acknowledgement);
    }

    @Override
    public int room() {
        Connection connection = current;
        return connection == null ? 0 : connection.room();
    }

    @Override
    public boolean connected() {
        Connection connection = current;
        return connection != null && connection.alive();
    }

    @Override
    public Traffic traffic() {
        return new Traffic(sentBytes.sum(), receivedBytes.sum());
    }

    @Override
    public void close() {
        Thread started = thread;
        if (started == null) {
            return;
        }
        started.interrupt();
        try {
            if (!started.join(CLOSE_PATIENCE)) {
                LOG.warn("link: did not end within {} s; it is abandoned", CLOSE_PATIENCE.toSeconds());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void connectAgainAndAgain(Listener listener) {
        var incoming = new Incoming(listener, receivedBytes);
        try {
            while (true) {
                connect(listener, incoming);
                Duration pause = backoff.pause();
                LOG.info("link: connecting again in {} ms", pause.toMillis());
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        } catch (InterruptedException _) {
            // Only close() interrupts this thread.
        }
    }

    /** The outermost frame of a connection: whatever ends it, there is a next one. */
    private void connect(Listener listener, Incoming incoming) throws InterruptedException {
        try (Connection connection = Connection.open(settings, incoming)) {
            LOG.info("link: connected to {} as {}", settings.broker(), settings.clientId());
            long since = System.nanoTime();
            current = connection;
            listener.connected();
            awaitEnd(connection);
            if (System.nanoTime() - since > GOOD_CONNECTION.toNanos()) {
                backoff.reset();
            }
        } catch (LinkException e) {
            LOG.warn("link: cannot connect to {} as {}: {}", settings.broker(), settings.clientId(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("link: failed in an unforeseen way", e);
        } finally {
            current = null;
        }
    }

    private static void awaitEnd(Connection connection) throws InterruptedException {
        try {
            connection.awaitEnd();
        } catch (InterruptedException e) {
            connection.farewell();
            throw e;
        }
    }
}
