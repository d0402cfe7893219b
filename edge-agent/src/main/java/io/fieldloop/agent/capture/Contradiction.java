package io.fieldloop.agent.capture;

import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import java.util.List;

/** How much two models contradict each other that were asked about the same input. */
final class Contradiction {
    private Contradiction() {}

    /**
     * Where the first answers differ, how sure the less sure of them is, as both have to be sure to contradict each other; of
     * masks, which share of the pixels belongs to another class. 0 where they agree, or answer questions of different kinds; at most 1.
     */
    static double between(Prediction one, Prediction other) {
        return switch (one) {
            case Classified _ ->
                other instanceof Classified && !Classes.of(one).equals(Classes.of(other)) ? sureness(one, other) : 0;
            case Detected(var boxes) ->
                other instanceof Detected(var others) && !isSame(boxes, others) ? sureness(one, other) : 0;
            case Segmented(var mask) -> other instanceof Segmented(var another) ? mask.difference(another) : 0;
        };
    }

    /** Of the surest object of each. */
    private static boolean isSame(List<Box> boxes, List<Box> others) {
        boolean bothSee = !boxes.isEmpty() && !others.isEmpty();
        return bothSee
                ? Disagreement.isSameObject(boxes.getFirst(), others.getFirst())
                : boxes.isEmpty() == others.isEmpty();
    }

    /** That there is nothing has no score, and counts as sure: what the other one sees decides. */
    private static double sureness(Prediction one, Prediction other) {
        return Math.min(one.isEmpty() ? 1 : one.confidence(), other.isEmpty() ? 1 : other.confidence());
    }
}
