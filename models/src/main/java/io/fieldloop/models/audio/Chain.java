package io.fieldloop.models.audio;

import java.util.List;

/**
 * How sound becomes events.
 *
 * @param sampleRate samples a second, {@link #MIN_SAMPLE_RATE} to {@link #MAX_SAMPLE_RATE}
 * @param fullScale what the first model is given for the loudest sample: 32768 if it takes 16-bit samples as they are, 1 if it
 *     takes −1 to 1
 * @param stages the models in the order in which sound passes them, 1 to {@link #MAX_STAGES}
 * @param labels the names of the scores that the last model gives, in their order
 * @param trigger when a score becomes an event
 */
public record Chain(int sampleRate, double fullScale, List<Stage> stages, List<String> labels, TriggerRule trigger) {
    /** As telephones have. */
    public static final int MIN_SAMPLE_RATE = 8_000;

    /** As studios have. */
    public static final int MAX_SAMPLE_RATE = 192_000;

    /** The longest chain. */
    public static final int MAX_STAGES = 8;

    /**
     * Takes copies of the lists.
     *
     * @throws IllegalArgumentException if a number is out of bounds, or the labels are missing or repeat
     */
    public Chain {
        stages = List.copyOf(stages);
        labels = List.copyOf(labels);
        if (sampleRate < MIN_SAMPLE_RATE || sampleRate > MAX_SAMPLE_RATE) {
            throw new IllegalArgumentException("sampleRate must be within %d to %d a second, not %d"
                    .formatted(MIN_SAMPLE_RATE, MAX_SAMPLE_RATE, sampleRate));
        }
        if (!(fullScale > 0 && Double.isFinite(fullScale))) {
            throw new IllegalArgumentException("fullScale must be above 0, not %s".formatted(fullScale));
        }
        if (stages.isEmpty() || stages.size() > MAX_STAGES) {
            throw new IllegalArgumentException(
                    "there must be 1 to %d stages, not %d".formatted(MAX_STAGES, stages.size()));
        }
        if (labels.isEmpty() || labels.stream().distinct().count() != labels.size()) {
            throw new IllegalArgumentException("there must be labels, and each only once, not %s".formatted(labels));
        }
    }
}
