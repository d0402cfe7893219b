package io.fieldloop.agent.capture;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses inputs of which the model says something else than of the one right before. */
final class Disagreement implements Interest {
    /** Boxes that overlap by this share of what they cover together are of one object, as PASCAL VOC has it. */
    private static final double SAME_PLACE = 0.5;

    private final double above;
    private @Nullable Prediction before;

    Disagreement(double above) {
        this.above = above;
    }

    @Override
    public double in(Answer answer, Instant at) {
        Prediction now = answer.prediction();
        double disagreement = before == null ? 0 : between(before, now);
        before = now;
        return Interest.above(above, disagreement);
    }

    /**
     * How much two predictions differ, 0 to 1: by which share of the probability (total variation distance), which share of the
     * boxes have no counterpart of the same label in the same place, or which share of the pixels belong to another class.
     */
    static double between(Prediction one, Prediction other) {
        return switch (one) {
            case Classified(var classes) -> other instanceof Classified(var others) ? distance(classes, others) : 1;
            case Detected(var boxes) -> other instanceof Detected(var others) ? unmatched(boxes, others) : 1;
            case Segmented(var mask) -> other instanceof Segmented(var before) ? mask.difference(before) : 1;
        };
    }

    private static double distance(List<ClassScore> classes, List<ClassScore> others) {
        double twice = 0;
        for (ClassScore score : classes) {
            twice += Math.abs(score.score() - score(others, score.label()));
        }
        for (ClassScore score : others) {
            twice += classes.stream().anyMatch(known -> known.label().equals(score.label())) ? 0 : score.score();
        }
        return Math.min(1, twice / 2);
    }

    private static double score(List<ClassScore> classes, String label) {
        for (ClassScore score : classes) {
            if (score.label().equals(label)) {
                return score.score();
            }
        }
        return 0;
    }

    private static double unmatched(List<Box> boxes, List<Box> others) {
        int all = boxes.size() + others.size();
        List<Box> left = new ArrayList<>(others);
        for (Box box : boxes) {
            counterpart(box, left).ifPresent(left::remove);
        }
        int matched = others.size() - left.size();
        return all == 0 ? 0 : 1 - 2.0 * matched / all;
    }

    private static Optional<Box> counterpart(Box box, List<Box> others) {
        return others.stream().filter(other -> isSameObject(box, other)).findFirst();
    }

    /** Whether two boxes have the same label and are in the same place. */
    static boolean isSameObject(Box one, Box other) {
        return one.label().equals(other.label()) && overlap(one, other) >= SAME_PLACE;
    }

    /** The area that both cover as a share of that which any covers, 0 to 1. */
    private static double overlap(Box one, Box other) {
        double width =
                Math.min(one.left() + one.width(), other.left() + other.width()) - Math.max(one.left(), other.left());
        double height =
                Math.min(one.top() + one.height(), other.top() + other.height()) - Math.max(one.top(), other.top());
        double both = Math.max(0, width) * Math.max(0, height);
        double any = one.width() * one.height() + other.width() * other.height() - both;
        return any <= 0 ? 0 : both / any;
    }
}
