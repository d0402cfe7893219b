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
 * @param shadows what came of asking each, by stream; empty from an agent that has none
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
        List<ShadowCounts> shadows,
        Optional<Uptime> uptime)
        implements DeviceMessage {
    /** The most days that are told at once. */
    public static final int MOST_DAYS = 8;

    /** The most shadows, one for each stream. */
    public static final int MOST_SHADOWS = 64;

    /**
     * Takes copies of what it lists.
     *
     * @throws IllegalArgumentException if there are too many days or shadows
     */
    public Vitals {
        traffic = atMost(MOST_DAYS, "days of traffic", traffic);
        shadows = atMost(MOST_SHADOWS, "shadows", shadows);
    }

    private static <T> List<T> atMost(int most, String what, List<T> told) {
        if (told.size() > most) {
            throw new IllegalArgumentException(
                    "at most %d %s are told at once, not %d".formatted(most, what, told.size()));
        }
        return List.copyOf(told);
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
                shadows,
                Optional.of(now));
    }
}
