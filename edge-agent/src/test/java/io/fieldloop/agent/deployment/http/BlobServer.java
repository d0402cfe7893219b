package io.fieldloop.agent.deployment.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real server on the loopback that serves one content with ranges, and misbehaves once when it is told to. */
final class BlobServer implements AutoCloseable {
    private static final int NEVER = Integer.MAX_VALUE;

    private final byte[] content;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch stalled = new CountDownLatch(1);

    private volatile String tag;
    private volatile Optional<String> lastRange = Optional.empty();
    private volatile boolean ranges = true;
    private volatile int status;
    private volatile int cutAfter = NEVER;
    private volatile int cutEach = NEVER;
    private volatile int stallAfter = NEVER;
    private volatile @Nullable String answeredRange;

    BlobServer(byte[] content) throws IOException {
        this.content = content;
        this.tag = "\"" + Sha256.of(content) + "\"";
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/device/v1/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    int requests() {
        return requests.get();
    }

    Optional<String> lastRange() {
        return lastRange;
    }

    void tag(String other) {
        tag = other;
    }

    void ignoreRanges() {
        ranges = false;
    }

    void answer(int once) {
        status = once;
    }

    void cutAfter(int bytesOnce) {
        cutAfter = bytesOnce;
    }

    void cutEach(int bytes) {
        cutEach = bytes;
    }

    void stallAfter(int bytesOnce) {
        stallAfter = bytesOnce;
    }

    void answerRange(String range) {
        answeredRange = range;
    }

    void awaitStall() throws InterruptedException {
        stalled.await();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            lastRange = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
            if (status != 0) {
                int answered = status;
                status = 0;
                exchange.sendResponseHeaders(answered, -1);
                return;
            }
            int from = from(exchange);
            String range = answeredRange != null
                    ? answeredRange
                    : from > 0 ? "bytes %d-%d/%d".formatted(from, content.length - 1, content.length) : null;
            if (range != null) {
                exchange.getResponseHeaders().set("Content-Range", range);
            }
            exchange.getResponseHeaders().set("ETag", tag);
            exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
            send(exchange.getResponseBody(), from);
        }
    }

    private int from(HttpExchange exchange) {
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        if (lastRange.isEmpty() || !ranges || (condition != null && !condition.equals(tag))) {
            return 0;
        }
        return Integer.parseInt(lastRange.get().replaceAll("[^0-9]", ""));
    }

    private void send(OutputStream body, int from) throws IOException {
        int until = Math.min(
                content.length, Math.min(cutEach, cutAfter) == NEVER ? NEVER : from + Math.min(cutEach, cutAfter));
        cutAfter = NEVER;
        if (stallAfter < content.length - from) {
            body.write(content, from, stallAfter);
            body.flush();
            stallAfter = NEVER;
            stall();
        }
        body.write(content, from, until - from);
        body.flush();
        if (until < content.length) {
            throw new IOException("cut off as told");
        }
    }

    private void stall() throws IOException {
        stalled.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("the server is closed");
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
