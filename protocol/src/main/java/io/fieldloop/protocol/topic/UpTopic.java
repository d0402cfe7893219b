package io.fieldloop.protocol.topic;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import java.util.Locale;
import java.util.Optional;

/**
 * A parsed topic on which a device speaks.
 *
 * @param device who speaks
 * @param channel of what
 * @param stream present exactly for samples
 */
public record UpTopic(DeviceId device, Channel channel, Optional<StreamName> stream) {
    /** What a device speaks of; there is one topic for each. */
    public enum Channel {
        /** Introductions. */
        HELLO,
        /** The retained state. */
        STATE,
        /** Captured samples, one topic for each stream. */
        SAMPLES,
        /** Vital signs. */
        VITALS,
        /** Progress of deployments. */
        DEPLOYMENT,
        /** Accounts of samples. */
        LEDGER;

        String segment() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Parses a topic; empty if it is none on which a device may speak. */
    public static Optional<UpTopic> parse(String topic) {
        if (topic.length() > 256 || !topic.startsWith(Topics.ROOT)) {
            return Optional.empty();
        }
        String[] segments = topic.substring(Topics.ROOT.length()).split("/", -1);
        try {
            return segments.length < 2 ? Optional.empty() : parse(segments);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<UpTopic> parse(String[] segments) {
        var device = new DeviceId(segments[0]);
        for (Channel channel : Channel.values()) {
            if (channel.segment().equals(segments[1])) {
                boolean hasStream = channel == Channel.SAMPLES;
                if (segments.length != (hasStream ? 3 : 2)) {
                    return Optional.empty();
                }
                return Optional.of(new UpTopic(
                        device, channel, hasStream ? Optional.of(new StreamName(segments[2])) : Optional.empty()));
            }
        }
        return Optional.empty();
    }
}
