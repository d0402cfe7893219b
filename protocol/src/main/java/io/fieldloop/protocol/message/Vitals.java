package io.fieldloop.protocol.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a device feels, counted since its agent started.
 *
 * @param at by the device's clock
 * @param inferences answered
 * @param skipped inputs that could not be read
 * @param failed inferences that ended in an error
 * @param latencyP50Micros median time of one inference with its preprocessing, in microseconds; 0 before the first
 * @param latencyP95Micros 95th percentile of the same
 * @param residentBytes memory of the agent process
 * @param outboxBytes what waits in the outbox
 * @param bytesSent over MQTT, payloads and topics
 * @param bytesReceived over MQTT and HTTP, payloads and topics
 * @param suppressed inputs that rules chose, and that were not captured because they are like one that was
 * @param traffic of the last days on which there was any, each once; empty from an agent that does not count it by day
 * @param uptime of the device when it says this; empty from an agent that does not tell
 */
public record Vitals(
        Instant at,
        long inferences,
        long skipped,
        long failed,
        long latencyP50Micros,
        long latencyP95Micros,
        long residentBytes,
        long outboxBytes,
        long bytesSent,
        long bytesReceived,
        long suppressed,
        List<DayTraffic> traffic,
        Optional<Uptime> uptime)
        implements DeviceMessage {
    /** The most days that are told at once. */
    public static final int MOST_DAYS = 8;

    /**
     * Takes a copy of the days.
     *
     * @throws IllegalArgumentException if they are too many
     */
    public Vitals {
        traffic = List.copyOf(traffic);
        if (traffic.size() > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "traffic of at most %d days is told at once, not of %d".formatted(MOST_DAYS, traffic.size()));
        }
    }

    /** The same, said now. */
    public Vitals saidAt(Uptime now) {
        return new Vitals(
                at,
                inferences,
                skipped,
                failed,
                latencyP50Micros,
                latencyP95Micros,
                residentBytes,
                outboxBytes,
                bytesSent,
                bytesReceived,
                suppressed,
                traffic,
                Optional.of(now));
    }
}
