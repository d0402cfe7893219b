package io.fieldloop.agent.serve.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** An error as the Open Inference Protocol tells it: {@code {"error": "…"}}. */
final class ErrorJson {
    private ErrorJson() {}

    /** The body of an answer. */
    static byte[] of(String message) {
        String quoted = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(message));
        return "{\"error\":\"%s\"}".formatted(quoted).getBytes(StandardCharsets.UTF_8);
    }
}
