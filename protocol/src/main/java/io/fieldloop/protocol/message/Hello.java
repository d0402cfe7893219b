package io.fieldloop.protocol.message;

import java.time.Instant;
import java.util.List;

/**
 * A device introduces itself, once on each connection.
 *
 * @param agentVersion the version of the agent program
 * @param operatingSystem as the Java platform names it
 * @param architecture as the Java platform names it
 * @param runtimes the model runtimes and their versions, such as {@code onnxruntime 1.29.0}
 * @param startedAt when the agent started, by the device's clock
 */
public record Hello(
        String agentVersion, String operatingSystem, String architecture, List<String> runtimes, Instant startedAt)
        implements DeviceMessage {
    /** Takes a copy of the runtimes. */
    public Hello {
        runtimes = List.copyOf(runtimes);
    }
}
