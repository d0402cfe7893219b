package io.fieldloop.agent.serve.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a port and has a handler answer. Any thread. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int BACKLOG = 256;
    private static final int INSPECT_EVERY_MILLIS = 500;
    private static final long RECOVERY_NANOS = 10_000_000;

    private final ServerSocketChannel listener;
    private final Handler handler;
    private final HttpLimits limits;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService inspector = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("http-deadlines").daemon().factory());
    private volatile boolean ending;

    private HttpServer(ServerSocketChannel listener, Handler handler, HttpLimits limits) {
        this.listener = listener;
        this.handler = handler;
        this.limits = limits;
    }

    /**
     * Starts to listen.
     *
     * @param address port 0 takes a free one
     * @throws IOException if the address cannot be had
     */
    public static HttpServer start(InetSocketAddress address, Handler handler, HttpLimits limits) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address, BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw new IOException("cannot listen on %s: %s".formatted(address, e.getMessage()), e);
        } catch (RuntimeException e) {
            listener.close();
            throw e;
        }
        var server = new HttpServer(listener, handler, limits);
        Thread.ofPlatform().name("http-accept").daemon().start(server::accept);
        var _ = server.inspector.scheduleAtFixedRate(
                server::inspect, INSPECT_EVERY_MILLIS, INSPECT_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return server;
    }

    /** The port that it listens on. */
    public int port() {
        return listener.socket().getLocalPort();
    }

    Handler handler() {
        return handler;
    }

    boolean isEnding() {
        return ending;
    }

    private void accept() {
        while (!ending) {
            try {
                welcome(listener.accept());
            } catch (ClosedChannelException _) {
                return; // close() did it
            } catch (IOException | OutOfMemoryError e) {
                // No file or no thread is to be had (for which Java throws the error); the next moment may be better.
                LOG.warn("a connection was not accepted: {}", e.getMessage());
                LockSupport.parkNanos(RECOVERY_NANOS);
            }
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        var connection = new Connection(channel, this, limits);
        boolean welcomed = false;
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (connections.size() >= limits.connections()) {
                connection.turnAway();
            } else {
                connections.add(connection);
                Thread.ofPlatform().name("http-connection").daemon().start(connection);
            }
            welcomed = true;
        } finally {
            if (!welcomed) {
                connections.remove(connection);
                connection.cut();
            }
        }
    }

    void ended(Connection connection) {
        connections.remove(connection);
        synchronized (connections) {
            connections.notifyAll();
        }
    }

    private void inspect() {
        long now = System.nanoTime();
        for (Connection connection : connections) {
            if (connection.isOverdue(now)) {
                connection.cut();
            }
        }
    }

    /** Takes no more requests, lets those under way end within {@link HttpLimits#farewell}, and cuts the rest. */
    @Override
    public void close() {
        ending = true;
        try {
            listener.close();
        } catch (IOException e) {
            LOG.debug("the listener would not close: {}", e.toString());
        }
        for (Connection connection : connections) {
            if (connection.isWaiting()) {
                connection.hearNoMore();
            }
        }
        awaitEnd();
        connections.forEach(Connection::cut);
        inspector.shutdownNow();
    }

    private void awaitEnd() {
        long deadline = System.nanoTime() + limits.farewell().toNanos();
        synchronized (connections) {
            try {
                for (long left = limits.farewell().toNanos();
                        !connections.isEmpty() && left > 0;
                        left = deadline - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(connections, left);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
