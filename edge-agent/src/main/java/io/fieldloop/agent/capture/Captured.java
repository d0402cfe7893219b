package io.fieldloop.agent.capture;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.Uptime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An input that was chosen, before the outbox gave it its number. The components are those of {@link Sample}.
 */
public record Captured(
        Instant capturedAt,
        Optional<Uptime> uptime,
        String mediaType,
        Bytes media,
        ModelRef model,
        Prediction prediction,
        List<String> rules,
        double value) {
    /** Takes a copy of the rules. */
    public Captured {
        rules = List.copyOf(rules);
    }

    Sample numbered(long sequence) {
        return new Sample(
                sequence, capturedAt, uptime, mediaType, media, Optional.empty(), model, prediction, rules, value);
    }
}
