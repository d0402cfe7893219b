package io.fieldloop.hub.web;

import io.micronaut.http.HttpRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names a request in answers and in the log: the caller's trace (W3C Trace Context, section 3.2), or a new one. */
final class TraceId {
    private static final String ATTRIBUTE = "fieldloop.trace";
    private static final Pattern TRACE_PARENT = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private TraceId() {}

    /** The trace of a request, always the same for the same request. */
    static String of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class).orElseGet(() -> {
            String trace = callers(request);
            request.setAttribute(ATTRIBUTE, trace);
            return trace;
        });
    }

    private static String callers(HttpRequest<?> request) {
        var parent = TRACE_PARENT.matcher(request.getHeaders().get("traceparent", String.class, ""));
        return parent.matches() ? parent.group(1) : fresh();
    }

    private static String fresh() {
        byte[] trace = new byte[16];
        RANDOM.nextBytes(trace);
        return HexFormat.of().formatHex(trace);
    }
}
