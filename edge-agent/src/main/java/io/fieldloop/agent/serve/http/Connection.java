package io.fieldloop.agent.serve.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: reads its requests, one after the other, on a thread of its own. */
final class Connection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int HEAD_BYTES = 16 << 10;

    /** What is left of a body is thrown away up to here to keep the connection. */
    private static final int WORTH_SKIPPING_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final HttpServer server;
    private final HttpLimits limits;

    /** Between position and limit: what was read and not yet used. */
    private final ByteBuffer received = ByteBuffer.allocateDirect(HEAD_BYTES).limit(0);

    private boolean goesOn = true;

    /** When this is over, on the scale of {@link System#nanoTime}, the connection is cut. */
    private volatile long deadline;

    private volatile boolean timed;
    private volatile boolean waiting;

    Connection(SocketChannel channel, HttpServer server, HttpLimits limits) {
        this.channel = channel;
        this.server = server;
        this.limits = limits;
        allow(limits.idle());
    }

    /** The outermost frame of a connection: whatever happens to it, the server goes on. */
    @Override
    public void run() {
        try (channel) {
            while (goesOn && awaitRequest()) {
                serveOne();
            }
        } catch (IOException e) {
            LOG.debug("a connection broke: {}", e.toString());
        } catch (RuntimeException | Error e) {
            LOG.error("a connection failed in an unforeseen way", e);
        } finally {
            server.ended(this);
        }
    }

    /** False when the client has gone or the server ends. */
    private boolean awaitRequest() throws IOException {
        allow(limits.idle());
        waiting = true;
        try {
            return received.hasRemaining() || (!server.isEnding() && receive());
        } finally {
            waiting = false;
        }
    }

    private void serveOne() throws IOException {
        Exchange exchange;
        allow(limits.transfer());
        try {
            exchange = exchange(readHead());
        } catch (HttpException e) {
            refuse(e.status(), String.valueOf(e.getMessage()));
            return;
        }
        handle(exchange);
        if (goesOn) {
            skip(exchange.body());
        } else {
            linger(exchange.body().isUnsent() ? 0 : exchange.body().remaining());
        }
    }

    private RequestHead readHead() throws HttpException, IOException {
        received.compact().flip();
        int end = HeadParser.end(received, 0, received.limit());
        while (end < 0) {
            int seen = received.limit();
            if (seen == HEAD_BYTES) {
                throw new HttpException(431, "the head is longer than %d bytes".formatted(HEAD_BYTES));
            }
            if (!receive()) {
                throw new EOFException("the client ended within the head");
            }
            end = HeadParser.end(received, seen, received.limit());
        }
        byte[] head = new byte[end];
        received.get(head);
        RequestHead parsed = HeadParser.parse(head);
        if (parsed.bodyBytes() > limits.bodyBytes()) {
            throw new HttpException(413, "the body is longer than %d bytes".formatted(limits.bodyBytes()));
        }
        return parsed;
    }

    private void handle(Exchange exchange) throws IOException {
        try {
            server.handler().handle(exchange);
            if (!exchange.isAnswered()) {
                throw new IllegalStateException("the request was not answered");
            }
        } catch (HttpException e) {
            goesOn = false;
            answer(exchange, e.status(), String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.error("{} {} failed in an unforeseen way", exchange.method(), exchange.path(), e);
            goesOn = false;
            answer(exchange, 500, "the server failed; its log tells why");
        }
    }

    private static void answer(Exchange exchange, int status, String message) throws IOException {
        if (!exchange.isAnswered()) {
            exchange.refuse(status, message, Map.of());
        }
    }

    /** Answers what never became a request. */
    private void refuse(int status, String message) throws IOException {
        goesOn = false;
        answer(exchange(RequestHead.UNREADABLE), status, message);
        linger(limits.bodyBytes());
    }

    /** For a client for whom there is no thread: answers without reading anything. */
    void turnAway() {
        goesOn = false;
        try (channel) {
            answer(exchange(RequestHead.UNREADABLE), 503, "too many connections; use fewer, or try again later");
        } catch (IOException e) {
            LOG.debug("a connection could not be turned away: {}", e.toString());
        }
    }

    private Exchange exchange(RequestHead head) {
        return new Exchange(head, new RequestBody(channel, received, head, this::stopClock), this);
    }

    /** Whether another request may follow on this connection; what the answer says is what is done. */
    boolean goesOnAfter(RequestHead head, RequestBody body) {
        goesOn &=
                head.keepsAlive() && !server.isEnding() && !body.isUnsent() && body.remaining() <= WORTH_SKIPPING_BYTES;
        return goesOn;
    }

    void send(byte[] start, ByteBuffer... parts) throws IOException {
        allow(limits.transfer());
        ByteBuffer[] all = new ByteBuffer[parts.length + 1];
        all[0] = ByteBuffer.wrap(start);
        System.arraycopy(parts, 0, all, 1, parts.length);
        for (ByteBuffer part : all) {
            while (part.hasRemaining()) {
                channel.write(all);
            }
        }
    }

    private void skip(RequestBody body) throws IOException {
        if (body.remaining() > 0) {
            byte[] _ = body.read((int) body.remaining());
        }
    }

    /** A socket that is closed with unread bytes cuts off the answer on its way; so the client is given a chance to read it. */
    private void linger(long atMost) throws IOException {
        allow(limits.transfer());
        channel.shutdownOutput();
        long left = atMost;
        for (int count = 0; left > 0 && count >= 0; left -= count) {
            count = channel.read(received.clear());
        }
    }

    private boolean receive() throws IOException {
        received.compact();
        int count = channel.read(received);
        received.flip();
        return count >= 0;
    }

    /** The client has so long for what comes next. */
    private void allow(Duration time) {
        deadline = System.nanoTime() + time.toNanos();
        timed = true;
    }

    /** While a model works nobody waits for the client. */
    private void stopClock() {
        timed = false;
    }

    boolean isOverdue(long now) {
        return timed && now - deadline > 0;
    }

    boolean isWaiting() {
        return waiting;
    }

    /** Lets a thread that waits for a request see the end, but answer one that has just come. Any thread. */
    void hearNoMore() {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            LOG.debug("a connection would not end: {}", e.toString());
        }
    }

    /** Ends whatever its thread does with it. Any thread. */
    void cut() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a connection would not close: {}", e.toString());
        }
    }

    @Override
    public String toString() {
        return "Connection[%s]".formatted(channel);
    }
}
