package io.fieldloop.hub.registry;

import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import java.util.List;
import java.util.stream.DoubleStream;

/** Whether two predictions say the same. */
final class Likeness {
    private Likeness() {}

    /** Whether no score and no side of a box differs by more than {@code tolerance}; a class not named has a score of 0. */
    static boolean within(double tolerance, Prediction expected, Prediction actual) {
        return switch (expected) {
            case Classified(var classes) ->
                actual instanceof Classified(var others)
                        && classes.stream().allMatch(c -> Math.abs(c.score() - score(others, c.label())) <= tolerance);
            case Detected(var boxes) ->
                actual instanceof Detected(var others)
                        && boxes.size() == others.size()
                        && boxes.stream().allMatch(b -> others.stream().anyMatch(o -> isAlike(tolerance, b, o)));
        };
    }

    private static double score(List<ClassScore> classes, String label) {
        return classes.stream()
                .filter(c -> c.label().equals(label))
                .mapToDouble(ClassScore::score)
                .findFirst()
                .orElse(0);
    }

    private static boolean isAlike(double tolerance, Box a, Box b) {
        return a.label().equals(b.label())
                && DoubleStream.of(
                                a.score() - b.score(),
                                a.left() - b.left(),
                                a.top() - b.top(),
                                a.width() - b.width(),
                                a.height() - b.height())
                        .allMatch(difference -> Math.abs(difference) <= tolerance);
    }
}
