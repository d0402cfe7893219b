package io.fieldloop.protocol.sketch;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model answered, and how fast, over any number of inputs.
 *
 * @param scores of the first answer to each input that it answered at all, 0 to 1
 * @param latencyMicros how long each inference took with its preprocessing, in microseconds; empty where that says nothing
 * @param classes how many inputs had each class in the first place; "" where the model saw or heard nothing
 * @param embedding empty if the model has none, or nobody asked for it
 */
public record Behaviour(Sketch scores, Sketch latencyMicros, Map<String, Long> classes, Optional<Moments> embedding) {
    /** The most classes: as many as a model may have, nothing, and the {@link #OTHERS}. */
    public static final int MOST_CLASSES = 10_002;

    /** How long the names of all classes together are at most, so that every behaviour is small enough for the wire. */
    public static final int MOST_LABEL_LENGTH = 50_000;

    /** The most answers. */
    public static final long MOST_ANSWERS = 1L << 56;

    /** Stands for the classes that were met when there was no room for their names any more. */
    public static final String OTHERS = "…";

    /** Of a model that was asked nothing. */
    public static final Behaviour NONE = new Behaviour(Sketch.EMPTY, Sketch.EMPTY, Map.of(), Optional.empty());

    /**
     * Takes a copy of the classes, in their order.
     *
     * @throws IllegalArgumentException if there are too many or too long classes, too many answers, a class without answers, or more values than
     *     answers
     */
    public Behaviour {
        classes = Collections.unmodifiableMap(new TreeMap<>(classes));
        if (classes.size() > MOST_CLASSES) {
            throw new IllegalArgumentException(
                    "a model has at most %d classes, not %d".formatted(MOST_CLASSES, classes.size()));
        }
        int length = classes.keySet().stream().mapToInt(String::length).sum();
        if (length > MOST_LABEL_LENGTH) {
            throw new IllegalArgumentException(
                    "the names of classes have at most %d characters, not %d".formatted(MOST_LABEL_LENGTH, length));
        }
        long answers = 0;
        for (long count : classes.values()) {
            if (count < 1 || count > MOST_ANSWERS - answers) {
                throw new IllegalArgumentException(
                        "a class has at least 1 answer, and all together at most %d".formatted(MOST_ANSWERS));
            }
            answers += count;
        }
        long values = Math.max(scores.count(), latencyMicros.count());
        if (Math.max(values, embedding.map(Moments::count).orElse(0L)) > answers) {
            throw new IllegalArgumentException("there are more values than the %d answers".formatted(answers));
        }
    }

    /** How many inputs were answered, those included where nothing was seen or heard. */
    public long answers() {
        return classes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Both together. */
    public Behaviour plus(Behaviour other) {
        var counter = new BehaviourCounter();
        counter.add(this);
        counter.add(other);
        return counter.behaviour();
    }
}
