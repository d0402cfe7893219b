package io.fieldloop.protocol.message;

import io.fieldloop.protocol.StreamName;
import java.util.List;

/**
 * Captured samples of one stream.
 *
 * @param epoch the life of the outbox that numbered them; another one when a device lost its disk
 * @param stream the stream; the same as in the topic
 * @param samples at least one and at most {@value #MAX_SAMPLES}, in any order of sequence
 */
public record SampleBatch(long epoch, StreamName stream, List<Sample> samples) implements DeviceMessage {
    /** The most samples that share a message. */
    public static final int MAX_SAMPLES = 256;

    /**
     * Takes a copy of the samples.
     *
     * @throws IllegalArgumentException if there are none or too many
     */
    public SampleBatch {
        samples = List.copyOf(samples);
        if (samples.isEmpty() || samples.size() > MAX_SAMPLES) {
            throw new IllegalArgumentException(
                    "a batch holds 1 to %d samples, not %d".formatted(MAX_SAMPLES, samples.size()));
        }
    }
}
