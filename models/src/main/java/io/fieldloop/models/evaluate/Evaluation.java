package io.fieldloop.models.evaluate;

import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;

/**
 * How good a version is on a part of a snapshot.
 *
 * @param model which version
 * @param snapshot of which dataset
 * @param part of the snapshot, such as {@code lab} or {@code field}
 * @param confusion what it answered
 */
public record Evaluation(ModelRef model, Sha256 snapshot, String part, ConfusionMatrix confusion) {
    /**
     * Checks the part.
     *
     * @throws IllegalArgumentException if it has no name
     */
    public Evaluation {
        if (part.isBlank()) {
            throw new IllegalArgumentException("the part of the snapshot must have a name");
        }
    }

    /**
     * Both together, such as of two halves of one run.
     *
     * @throws IllegalArgumentException if the other is of another model, snapshot or part
     */
    public Evaluation plus(Evaluation other) {
        if (!model.equals(other.model) || !snapshot.equals(other.snapshot) || !part.equals(other.part)) {
            throw new IllegalArgumentException(
                    "the evaluations are not of one model, snapshot and part: %s %s %s and %s %s %s"
                            .formatted(model, snapshot, part, other.model, other.snapshot, other.part));
        }
        return new Evaluation(model, snapshot, part, confusion.plus(other.confusion));
    }
}
