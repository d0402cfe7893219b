package io.fieldloop.models.pack;

import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Preprocessing.OfSound;
import java.util.List;

/**
 * How sound becomes events.
 *
 * @param sound how it becomes what the first model sees
 * @param links of the models, in the order in which sound passes them; 1 to {@link #MAX_STAGES}
 * @param events how the scores of the last model become events
 * @param labels the names of these scores, in their order
 */
public record Chain(OfSound sound, List<Link> links, ThresholdEvents events, List<String> labels) {
    /** The longest chain. */
    public static final int MAX_STAGES = 8;

    /**
     * Takes copies of the lists.
     *
     * @throws IllegalArgumentException if there are too few or too many models, one but the first has no window, the first has
     *     one, or the labels are missing or repeat
     */
    public Chain {
        links = List.copyOf(links);
        labels = List.copyOf(labels);
        if (links.isEmpty() || links.size() > MAX_STAGES) {
            throw new IllegalArgumentException(
                    "there must be 1 to %d stages, not %d".formatted(MAX_STAGES, links.size()));
        }
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).window().isPresent() != i > 0) {
                throw new IllegalArgumentException(
                        "stage %d must %s a window: the first sees frames of sound, each other one rows of the one before"
                                .formatted(i + 1, i == 0 ? "not have" : "have"));
            }
        }
        if (labels.isEmpty() || labels.stream().distinct().count() != labels.size()) {
            throw new IllegalArgumentException("there must be labels, and each only once, not %s".formatted(labels));
        }
    }
}
