package io.fieldloop.protocol.sketch;

import java.util.HashMap;
import java.util.Map;

/** Counts answers, or behaviours, into a {@link Behaviour}; its memory grows with the classes only. One thread at a time. */
public final class BehaviourCounter {
    private final SketchCounter scores = new SketchCounter();
    private final SketchCounter latencyMicros = new SketchCounter();
    private final MomentsCounter embedding = new MomentsCounter();
    private final Map<String, Count> classes = new HashMap<>();
    private int labelLength;

    /**
     * Counts the first answer to one input.
     *
     * @param label of its class; "" where the model gave none, and then the score is none
     * @param score 0 to 1
     */
    public void add(String label, double score) {
        count(label, 1);
        if (!label.isEmpty()) {
            scores.add(score);
        }
    }

    /** Counts how long an answer that is counted took. */
    public void addLatency(long micros) {
        latencyMicros.add((double) micros);
    }

    /** Counts the embedding of an input whose answer is counted. */
    public void addEmbedding(float[] values) {
        embedding.add(values);
    }

    /** Counts what was counted elsewhere. */
    public void add(Behaviour behaviour) {
        scores.add(behaviour.scores());
        latencyMicros.add(behaviour.latencyMicros());
        behaviour.embedding().ifPresent(embedding::add);
        behaviour.classes().forEach(this::count);
    }

    private void count(String label, long answers) {
        Count count = classes.get(label);
        if (count == null) {
            count = classes.computeIfAbsent(hasRoomFor(label) ? label : Behaviour.OTHERS, this::named);
        }
        count.answers += answers;
    }

    /** Leaves a place for the others. */
    private boolean hasRoomFor(String label) {
        return classes.size() < Behaviour.MOST_CLASSES - 1
                && labelLength + label.length() < Behaviour.MOST_LABEL_LENGTH;
    }

    private Count named(String label) {
        labelLength += label.length();
        return new Count();
    }

    /** What was counted so far. */
    public Behaviour behaviour() {
        Map<String, Long> counts = new HashMap<>();
        classes.forEach((label, count) -> counts.put(label, count.answers));
        return new Behaviour(scores.sketch(), latencyMicros.sketch(), counts, embedding.moments());
    }

    /** Counts without making an object of each number. */
    private static final class Count {
        private long answers;
    }
}
