package io.fieldloop.agent.serve.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One request and the answer to it. One thread. */
public final class Exchange {
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(202, "Accepted"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(408, "Request Timeout"),
            Map.entry(411, "Length Required"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"),
            Map.entry(505, "HTTP Version Not Supported"));

    private final RequestHead head;
    private final RequestBody body;
    private final Connection connection;
    private boolean answered;

    Exchange(RequestHead head, RequestBody body, Connection connection) {
        this.head = head;
        this.body = body;
        this.connection = connection;
    }

    /** Such as {@code POST}. */
    public String method() {
        return head.method();
    }

    /** Starts with {@code /}; without the query, and as it was sent. */
    public String path() {
        return head.path();
    }

    /** The value of a header field, whatever the case of its name. */
    public Optional<String> field(String name) {
        return head.field(name);
    }

    /** What was sent along. */
    public RequestBody body() {
        return body;
    }

    /** Whether {@link #respond} was called. */
    public boolean isAnswered() {
        return answered;
    }

    /**
     * Sends the answer and returns when it is sent. The buffers are sent from position to limit.
     *
     * @param fields besides those of the length and the connection
     * @throws IOException if the client does not take it
     */
    public void respond(int status, Map<String, String> fields, ByteBuffer... parts) throws IOException {
        if (answered) {
            throw new IllegalStateException("the request is answered already");
        }
        answered = true;
        long length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        var text = new StringBuilder(160)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(REASONS.getOrDefault(status, "Other"))
                .append("\r\n");
        fields.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        text.append("Content-Length: ").append(length).append("\r\n");
        text.append(connection.goesOnAfter(head, body) ? connectionKept() : "Connection: close\r\n");
        byte[] start = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        connection.send(start, head.method().equals("HEAD") ? new ByteBuffer[0] : parts);
    }

    /**
     * Answers that the request is not granted: {@code {"error": "…"}}, as the Open Inference Protocol has it. With 503 the
     * client is asked to come back in a second.
     *
     * @param fields besides those of every such answer
     * @throws IOException if the client does not take it
     */
    public void refuse(int status, String message, Map<String, String> fields) throws IOException {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("Content-Type", "application/json");
        if (status == 503) {
            all.put("Retry-After", "1");
        }
        respond(status, all, ByteBuffer.wrap(ErrorJson.of(message)));
    }

    /** A client of HTTP/1.1 takes it for granted. */
    private String connectionKept() {
        return head.http11() ? "" : "Connection: keep-alive\r\n";
    }
}
