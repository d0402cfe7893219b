package io.fieldloop.agent.serve.http;

import java.time.Duration;

/**
 * What a client may take.
 *
 * @param connections at a time; one more is answered with 503 and closed
 * @param bodyBytes the largest body
 * @param idle how long a connection may wait for its next request
 * @param transfer how long a request with its body, and how long its answer may take on its way
 * @param farewell how long requests under way may take when the server ends
 */
public record HttpLimits(int connections, long bodyBytes, Duration idle, Duration transfer, Duration farewell) {
    /** What a device stands. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(128, 64L << 20, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(10));

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is not above 0
     */
    public HttpLimits {
        if (connections < 1 || bodyBytes < 1) {
            throw new IllegalArgumentException("connections and bodyBytes must be at least 1");
        }
        if (!idle.isPositive() || !transfer.isPositive() || !farewell.isPositive()) {
            throw new IllegalArgumentException("idle, transfer and farewell must be above 0");
        }
    }
}
