package io.fieldloop.protocol.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A device introduces itself, once on each connection.
 *
 * @param agentVersion the version of the agent program
 * @param operatingSystem as the Java platform names it
 * @param architecture as the Java platform names it
 * @param runtimes the model runtimes and their versions, such as {@code onnxruntime 1.29.0}
 * @param startedAt when the agent started, by the device's clock
 * @param uptime of the device when it says this; empty from an agent that does not tell
 */
public record Hello(
        String agentVersion,
        String operatingSystem,
        String architecture,
        List<String> runtimes,
        Instant startedAt,
        Optional<Uptime> uptime)
        implements DeviceMessage {
    /** Takes a copy of the runtimes. */
    public Hello {
        runtimes = List.copyOf(runtimes);
    }

    /** Of an agent that does not tell its uptime. */
    public Hello(
            String agentVersion,
            String operatingSystem,
            String architecture,
            List<String> runtimes,
            Instant startedAt) {
        this(agentVersion, operatingSystem, architecture, runtimes, startedAt, Optional.empty());
    }

    /** The same, said now. */
    public Hello saidAt(Uptime now) {
        return new Hello(agentVersion, operatingSystem, architecture, runtimes, startedAt, Optional.of(now));
    }
}
