package io.fieldloop.agent.deployment.trial;

import io.fieldloop.models.pack.Postprocessing;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether two predictions are the same within a tolerance. What only just got into one of them, as the last of several
 * classes or as a box right above the threshold, may be missing from the other.
 *
 * @param tolerance by how much scores and the sides of boxes may differ
 * @param threshold the least score of a box; 0 for classes
 */
record Comparison(double tolerance, double threshold) {
    static Comparison of(Postprocessing postprocessing, double tolerance) {
        return switch (postprocessing) {
            case TopClasses _ -> new Comparison(tolerance, 0);
            case SsdBoxes boxes -> new Comparison(tolerance, boxes.threshold());
        };
    }

    /** The first difference, in words; empty when there is none. */
    Optional<String> difference(Prediction expected, Prediction actual) {
        if (expected instanceof Classified(var wanted) && actual instanceof Classified(var got)) {
            return missing(wanted, got).or(() -> missing(got, wanted));
        }
        if (expected instanceof Detected(var wanted) && actual instanceof Detected(var got)) {
            return boxes(wanted, got);
        }
        return Optional.of("one side has classes, the other has boxes");
    }

    private Optional<String> missing(List<ClassScore> from, List<ClassScore> in) {
        for (ClassScore wanted : from) {
            Optional<ClassScore> found = in.stream()
                    .filter(score -> score.label().equals(wanted.label()))
                    .findFirst();
            boolean same =
                    found.isPresent() ? isNear(wanted.score(), found.get().score()) : isLast(wanted, from, in);
            if (!same) {
                return Optional.of("class '%s' has %s on one side and %s on the other"
                        .formatted(
                                wanted.label(),
                                wanted.score(),
                                found.map(score -> String.valueOf(score.score()))
                                        .orElse("nothing")));
            }
        }
        return Optional.empty();
    }

    private boolean isLast(ClassScore missing, List<ClassScore> from, List<ClassScore> in) {
        return !missing.equals(from.getFirst())
                && !in.isEmpty()
                && isNear(missing.score(), in.getLast().score());
    }

    private Optional<String> boxes(List<Box> expected, List<Box> actual) {
        List<Box> unmatched = new ArrayList<>();
        List<Box> left = new ArrayList<>(actual);
        for (Box wanted : expected) {
            Optional<Box> match =
                    left.stream().filter(got -> isNear(wanted, got)).findFirst();
            match.ifPresentOrElse(left::remove, () -> unmatched.add(wanted));
        }
        unmatched.addAll(left);
        return unmatched.stream()
                .filter(box -> box.score() > threshold + tolerance)
                .findFirst()
                .map(box -> "only one side has " + box);
    }

    private boolean isNear(Box expected, Box actual) {
        return expected.label().equals(actual.label())
                && isNear(expected.score(), actual.score())
                && isNear(expected.left(), actual.left())
                && isNear(expected.top(), actual.top())
                && isNear(expected.width(), actual.width())
                && isNear(expected.height(), actual.height());
    }

    private boolean isNear(double expected, double actual) {
        return Math.abs(expected - actual) <= tolerance;
    }
}
