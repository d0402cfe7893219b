package io.fieldloop.hub.registry;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Task;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * What every version of a model is for and has to reach.
 *
 * @param description one or two sentences for a person
 * @param task {@code image-classification}, {@code object-detection}, {@code image-segmentation}, {@code sound-events} or
 *     {@code readings-classification}
 * @param labels the classes, in the order of the model's output
 * @param metric {@code accuracy}, the share of right answers, of classifiers of images; {@code none} of all others, which the hub does not
 *     measure yet: their versions are rolled out unmeasured
 * @param floor the least of the metric on lab images, 0 to 1; 0 if there is none
 * @param maxLatencyMicros the longest prediction on a device, in microseconds; 0 for any
 * @param maxMemoryBytes the most memory on a device; 0 for any
 * @param maxSizeBytes the largest model file; 0 for any
 */
@Serdeable
public record Brief(
        String description,
        String task,
        @JsonProperty(required = true) List<String> labels,
        String metric,
        double floor,
        long maxLatencyMicros,
        long maxMemoryBytes,
        long maxSizeBytes) {
    private static final String NOT_MEASURED = "none";
    private static final int MAX_LABEL = 100;
    private static final int MAX_DESCRIPTION = 2_000;

    /** Takes a copy of the labels. */
    public Brief {
        labels = List.copyOf(labels);
    }

    /**
     * Checks what a person wrote.
     *
     * @throws ProblemException naming the field that is wrong
     */
    Brief checked() {
        Task known = requireTask();
        if (description.length() > MAX_DESCRIPTION) {
            throw ProblemException.invalid(
                    "/description", "a description has at most %d characters".formatted(MAX_DESCRIPTION));
        }
        requireLabels();
        requireMetric(known);
        requireNotNegative("/maxLatencyMicros", maxLatencyMicros);
        requireNotNegative("/maxMemoryBytes", maxMemoryBytes);
        requireNotNegative("/maxSizeBytes", maxSizeBytes);
        return this;
    }

    /** The metric of a task. */
    static String metric(Task task) {
        return switch (task) {
            case IMAGE_CLASSIFICATION -> Evaluation.ACCURACY;
            case OBJECT_DETECTION, IMAGE_SEGMENTATION, SOUND_EVENTS, READINGS_CLASSIFICATION -> NOT_MEASURED;
        };
    }

    /** Whether versions are evaluated, and held against the floor before they are rolled out. */
    public boolean isMeasured() {
        return !metric.equals(NOT_MEASURED);
    }

    private void requireMetric(Task known) {
        if (!metric.equals(metric(known))) {
            throw ProblemException.invalid(
                    "/metric", "the metric of %s is %s, not '%s'".formatted(task, metric(known), metric));
        }
        double highest = isMeasured() ? 1 : 0;
        if (!(floor >= 0 && floor <= highest)) {
            throw ProblemException.invalid(
                    "/floor", "the floor of %s is 0 to %.0f, not %s".formatted(metric, highest, floor));
        }
    }

    private void requireLabels() {
        if (labels.isEmpty() || labels.size() > Manifest.MAX_LABELS) {
            throw ProblemException.invalid("/labels", "there are 1 to %d labels".formatted(Manifest.MAX_LABELS));
        }
        var seen = new HashSet<String>();
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i);
            boolean plain = !label.isBlank()
                    && label.length() <= MAX_LABEL
                    && label.chars().noneMatch(Character::isISOControl);
            if (!plain || !seen.add(label)) {
                throw ProblemException.invalid(
                        "/labels/%d".formatted(i),
                        "a label is 1 to %d printable characters and stands once".formatted(MAX_LABEL));
            }
        }
    }

    private static void requireNotNegative(String pointer, long value) {
        if (value < 0) {
            throw ProblemException.invalid(pointer, "a limit is 0 for none, or above");
        }
    }

    private Task requireTask() {
        for (Task known : Task.values()) {
            if (Words.of(known).equals(task)) {
                return known;
            }
        }
        throw ProblemException.invalid(
                "/task",
                "the task is one of %s, not '%s'"
                        .formatted(Arrays.stream(Task.values()).map(Words::of).collect(joining(", ")), task));
    }

    /** What the model is for. */
    public Task kind() {
        return requireTask();
    }
}
