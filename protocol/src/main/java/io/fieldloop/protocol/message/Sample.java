package io.fieldloop.protocol.message;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One captured input with what the model said of it and why it was captured.
 *
 * @param sequence counted from 1 for each stream and epoch; with them it names the sample for ever
 * @param capturedAt by the device's clock
 * @param uptime of the device at that moment; empty from agents that do not tell
 * @param mediaType of the media, such as {@code image/png}
 * @param media the input as it came from the source; no bytes when it was uploaded
 * @param upload names the media when the device uploaded them ahead of this message; empty when the message carries them
 * @param model the version that predicted
 * @param prediction what it predicted
 * @param rules the names of the capture rules that chose it; at least one
 * @param value how much it is worth to keep, 0 to 1
 */
public record Sample(
        long sequence,
        Instant capturedAt,
        Optional<Uptime> uptime,
        String mediaType,
        Bytes media,
        Optional<Upload> upload,
        ModelRef model,
        Prediction prediction,
        List<String> rules,
        double value) {
    /**
     * Takes a copy of the rules.
     *
     * @throws IllegalArgumentException if the sequence is below 1, there is no rule, or the value is outside 0 to 1,
     *     or the message carries media that were uploaded
     */
    public Sample {
        rules = List.copyOf(rules);
        if (sequence < 1) {
            throw new IllegalArgumentException("a sequence counts from 1, not from %d".formatted(sequence));
        }
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("a sample names at least one rule that chose it");
        }
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("the value of a sample is 0 to 1, not %s".formatted(value));
        }
        if (upload.isPresent() && media.size() > 0) {
            throw new IllegalArgumentException("media come with the message or by an upload, not both ways");
        }
    }

    /** Of media that the message carries, from an agent that does not tell its uptime. */
    public Sample(
            long sequence,
            Instant capturedAt,
            String mediaType,
            Bytes media,
            ModelRef model,
            Prediction prediction,
            List<String> rules,
            double value) {
        this(
                sequence,
                capturedAt,
                Optional.empty(),
                mediaType,
                media,
                Optional.empty(),
                model,
                prediction,
                rules,
                value);
    }

    /** The digest of the media, whichever way they come. */
    public Sha256 mediaDigest() {
        return upload.map(Upload::digest).orElseGet(media::sha256);
    }

    /** How many bytes the media have, whichever way they come. */
    public long mediaSizeBytes() {
        return upload.map(Upload::sizeBytes).orElse((long) media.size());
    }
}
