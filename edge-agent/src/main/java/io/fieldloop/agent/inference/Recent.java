package io.fieldloop.agent.inference;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The latest answers of a version.
 *
 * @param answers how many
 * @param medianMicros of one, as {@link Answer#took()} counts it; 0 when there was none
 * @param firsts how many had each label in the first place; "" where nothing was found
 */
public record Recent(int answers, long medianMicros, Map<String, Integer> firsts) {
    /** No answers at all. */
    public static final Recent NONE = new Recent(0, 0, Map.of());

    /** Fewer say nothing about what is usual. */
    public static final int LEAST_ANSWERS = 20;

    /** What a busy machine may add to the answers of a model that needs next to nothing. */
    private static final long SLACK_MICROS = 1_000;

    /** Takes a copy of the labels. */
    public Recent {
        firsts = Map.copyOf(firsts);
    }

    /** Whether there are enough answers, and their median is beyond {@code factor} times {@code micros} and a millisecond. */
    public boolean isSlowerThan(long micros, double factor) {
        return answers >= LEAST_ANSWERS && medianMicros > factor * micros + SLACK_MICROS;
    }

    /**
     * Which share of the answers would have to have another label, for both to have the same mix of labels: their total
     * variation distance.
     *
     * @return 0 to 1; 1 also where one of them has no answers
     */
    public double distance(Recent other) {
        Set<String> labels = new HashSet<>(firsts.keySet());
        labels.addAll(other.firsts.keySet());
        double twice = labels.stream()
                .mapToDouble(label -> Math.abs(share(label) - other.share(label)))
                .sum();
        return answers == 0 || other.answers == 0 ? 1 : twice / 2;
    }

    private double share(String label) {
        return (double) firsts.getOrDefault(label, 0) / Math.max(1, answers);
    }
}
