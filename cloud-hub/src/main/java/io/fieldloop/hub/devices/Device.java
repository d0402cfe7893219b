package io.fieldloop.hub.devices;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.protocol.message.Vitals;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device as people see it.
 *
 * @param lastSeenAt when it said anything, by the hub's clock; null before it ever did
 * @param agentVersion null before it introduced itself
 * @param platform operating system and architecture; null before it introduced itself
 * @param vitals null before it told any
 * @param ledger null before it stored or accounted for any sample
 */
@Serdeable
public record Device(
        String id,
        Map<String, String> labels,
        State state,
        Instant enrolledAt,
        @Nullable Instant lastSeenAt,
        @Nullable String agentVersion,
        @Nullable String platform,
        List<String> runtimes,
        List<Served> serving,
        @Nullable Vitals vitals,
        @Nullable LedgerSum ledger) {
    /** Takes copies of what it lists. */
    public Device {
        labels = Map.copyOf(labels);
        runtimes = List.copyOf(runtimes);
        serving = List.copyOf(serving);
    }

    /** Whether the hub hears it. */
    @Serdeable
    public enum State {
        /** It has enrolled and was never heard. */
        @JsonProperty("new")
        NEW,
        /** It is connected. */
        @JsonProperty("online")
        ONLINE,
        /** It was connected before. */
        @JsonProperty("offline")
        OFFLINE
    }

    /**
     * What serves one of its streams.
     *
     * @param placement where its operators run; null before its first inference, and when the device has not proven it
     */
    @Serdeable
    public record Served(
            String stream,
            String model,
            int version,
            String variant,
            String accelerator,
            @Nullable ServedPlacement placement) {}
}
