package io.fieldloop.models.pack;

import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import java.util.List;
import java.util.Optional;

/**
 * An image with what the model has to say of it, wherever it runs.
 *
 * @param input an image
 * @param expected as the hub computed it
 * @param tolerance by how much scores and the sides of boxes (as shares of the image) may differ, and which share of the pixels of a
 *     mask, 0 to 1
 */
public record Golden(FileRef input, Prediction expected, double tolerance) {
    /**
     * Checks the tolerance.
     *
     * @throws IllegalArgumentException if it is not within 0 to 1
     */
    public Golden {
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw new IllegalArgumentException("tolerance must be within 0 to 1, not " + tolerance);
        }
    }

    /**
     * What is wrong with a prediction of the image. Answers may change places where their scores do not differ by more than
     * the tolerance.
     *
     * @return one sentence, or empty if the prediction is as expected
     */
    public Optional<String> objection(Prediction actual) {
        return switch (expected) {
            case Classified(var classes) ->
                actual instanceof Classified(var found) ? ofClasses(classes, found) : otherKind();
            case Detected(var boxes) -> actual instanceof Detected(var found) ? ofBoxes(boxes, found) : otherKind();
            case Segmented(var mask) -> actual instanceof Segmented(var found) ? ofMask(mask, found) : otherKind();
        };
    }

    private static Optional<String> otherKind() {
        return Optional.of("the prediction is of another kind than the expected one");
    }

    /** A class at the end of the list may have given its place to one that is as likely. */
    private Optional<String> ofClasses(List<ClassScore> wanted, List<ClassScore> found) {
        if (found.size() != wanted.size()) {
            return Optional.of("%d classes instead of %d".formatted(found.size(), wanted.size()));
        }
        for (int i = 0; i < wanted.size(); i++) {
            ClassScore one = wanted.get(i);
            double least = found.getLast().score();
            // The first class may not give its place to one that is missing from the expected list.
            double score = found.stream()
                    .filter(other -> other.label().equals(one.label()))
                    .mapToDouble(ClassScore::score)
                    .findFirst()
                    .orElse(i == 0 ? 0 : least);
            if (differs(score, one.score()) || differs(found.get(i).score(), one.score())) {
                return Optional.of("expected %s, but found %s".formatted(wanted, found));
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofBoxes(List<Box> wanted, List<Box> found) {
        if (found.size() != wanted.size()
                || !wanted.stream().allMatch(one -> found.stream().anyMatch(other -> isSame(one, other)))) {
            return Optional.of("expected %s, but found %s".formatted(wanted, found));
        }
        return Optional.empty();
    }

    private Optional<String> ofMask(Mask wanted, Mask found) {
        double difference = wanted.difference(found);
        return difference <= tolerance
                ? Optional.empty()
                : Optional.of("%s of the pixels belong to another class than expected".formatted(difference));
    }

    private boolean isSame(Box one, Box other) {
        return one.label().equals(other.label())
                && !differs(one.score(), other.score())
                && !differs(one.left(), other.left())
                && !differs(one.top(), other.top())
                && !differs(one.width(), other.width())
                && !differs(one.height(), other.height());
    }

    private boolean differs(double one, double other) {
        return !(Math.abs(one - other) <= tolerance);
    }
}
