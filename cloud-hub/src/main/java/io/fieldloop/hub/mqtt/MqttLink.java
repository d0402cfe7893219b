package io.fieldloop.hub.mqtt;

import io.fieldloop.hub.security.ClientKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A way to the broker that comes back by itself: one thread connects, waits until the connection ends, waits a moment and
 * connects anew. Thread-safe.
 */
public final class MqttLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttLink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration STEADY = Duration.ofSeconds(5);

    private final String clientId;
    private final BrokerAddress broker;
    private final SSLContext tls;
    private final Subscription subscription;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition connected = lock.newCondition();
    private @Nullable MqttConnection connection; // guarded by lock

    /**
     * A link that has not been started.
     *
     * @param clientId unique at the broker; no device can have one with a dot
     */
    public MqttLink(String clientId, BrokerAddress broker, ClientKeys keys, Subscription subscription) {
        this.clientId = clientId;
        this.broker = broker;
        this.tls = keys.clientContext(clientId);
        this.subscription = subscription;
        this.thread = Thread.ofPlatform().name(clientId).daemon().unstarted(this::run);
    }

    /**
     * Begins to connect and waits for the first connection.
     *
     * @throws IOException if there is none within {@code limit}; the link goes on trying
     */
    public void start(Duration limit) throws IOException, InterruptedException {
        thread.start();
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (connection == null && left > 0) {
                left = connected.awaitNanos(left);
            }
            if (connection == null) {
                throw new IOException(
                        "no connection to the broker %s:%d within %s".formatted(broker.host(), broker.port(), limit));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a connection at this moment. */
    public boolean isConnected() {
        lock.lock();
        try {
            return connection != null && connection.isOpen();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Publishes, waiting for a connection and for room in its window.
     *
     * @param done told, on another thread or this one, whether the broker has it
     */
    public void publish(Publication publication, Consumer<Boolean> done) throws InterruptedException {
        await().publish(publication, done);
    }

    private MqttConnection await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (connection == null) {
                connected.await();
            }
            return connection;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (closing.getCount() > 0) {
                pause = connectOnce() ? FIRST_PAUSE : longer(pause);
                var _ = closing.await(jittered(pause), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            LOG.debug("link ends client={}", clientId);
        }
    }

    /** False if there was no connection, or one that ended at once. */
    private boolean connectOnce() throws InterruptedException {
        long began = System.nanoTime();
        try (MqttConnection fresh = MqttConnection.open(clientId, broker, tls, subscription)) {
            LOG.info("connected to the broker client={}", clientId);
            use(fresh);
            fresh.awaitEnd();
            subscription.onLost().run(); // lets go a receiver that waits for room, so that the connection can be closed
            LOG.info("connection to the broker ended client={}", clientId);
            return System.nanoTime() - began >= STEADY.toNanos();
        } catch (IOException e) {
            LOG.warn("no connection to the broker client={} reason={}", clientId, e.getMessage());
            return false;
        } finally {
            use(null);
            subscription.onLost().run();
        }
    }

    private void use(@Nullable MqttConnection next) {
        lock.lock();
        try {
            connection = next;
            connected.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private static long jittered(Duration pause) {
        return pause.toMillis() + ThreadLocalRandom.current().nextLong(pause.toMillis());
    }

    /** Ends the connection; what the broker was not told is lost or comes again. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
