package io.fieldloop.models.catalogue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server on the loopback interface that answers each request as it was told to beforehand, then as a good server would. */
final class FlakyServer implements AutoCloseable {

    /** How one request is answered. */
    sealed interface Answer {

        /** As asked, but the connection is closed after so many bytes of the body. */
        record CutAfter(int bytes) implements Answer {}

        /** With this content, whatever was asked for. */
        record Whole(Bytes content) implements Answer {}

        /** With an error. */
        record Refusal(int status) implements Answer {}
    }

    private final HttpServer server;
    private final byte[] content;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();

    FlakyServer(byte[] content) throws IOException {
        this.content = content.clone();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    FlakyServer then(Answer answer) {
        synchronized (answers) {
            answers.add(answer);
        }
        return this;
    }

    URI address() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/package");
    }

    /** The Range header of each request so far, "none" where there was none. */
    List<String> ranges() {
        return List.copyOf(ranges);
    }

    private void handle(HttpExchange exchange) throws IOException {
        @Nullable String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "none" : range);
        int from = range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        @Nullable Answer answer;
        synchronized (answers) {
            answer = answers.poll();
        }
        try (exchange) {
            switch (answer) {
                case null -> send(exchange, from, Integer.MAX_VALUE);
                case Answer.CutAfter(int bytes) -> send(exchange, from, bytes);
                case Answer.Refusal(int status) -> exchange.sendResponseHeaders(status, -1);
                case Answer.Whole(Bytes whole) -> {
                    exchange.sendResponseHeaders(200, whole.size());
                    exchange.getResponseBody().write(whole.toArray());
                }
            }
        }
    }

    private void send(HttpExchange exchange, int from, int limit) throws IOException {
        byte[] rest = Arrays.copyOfRange(content, from, content.length);
        if (from > 0) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest.length);
        exchange.getResponseBody().write(rest, 0, Math.min(limit, rest.length));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
