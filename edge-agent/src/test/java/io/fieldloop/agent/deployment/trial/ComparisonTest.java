package io.fieldloop.agent.deployment.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Comparison COMPARISON = new Comparison(0.1, 0.5);

    private static ClassScore score(String label, double score) {
        return new ClassScore(label, score);
    }

    private static Classified classes(ClassScore... scores) {
        return new Classified(List.of(scores));
    }

    private static Box box(String label, double score, double left) {
        return new Box(label, score, left, 0.2, 0.3, 0.3);
    }

    private static Detected boxes(Box... boxes) {
        return new Detected(List.of(boxes));
    }

    private static void assertSame(Prediction one, Prediction other) {
        assertThat(COMPARISON.difference(one, other)).isEmpty();
        assertThat(COMPARISON.difference(other, one)).isEmpty();
    }

    private static void assertDiffers(Prediction one, Prediction other) {
        assertThat(COMPARISON.difference(one, other)).isPresent();
        assertThat(COMPARISON.difference(other, one)).isPresent();
    }

    @Test
    void classes_withinTolerance_areTheSameInAnyOrder() {
        assertSame(classes(score("shoe", 0.52), score("bag", 0.48)), classes(score("bag", 0.51), score("shoe", 0.49)));
        assertSame(classes(), classes());
    }

    @Test
    void classes_beyondTolerance_differ() {
        assertDiffers(classes(score("shoe", 0.9), score("bag", 0.1)), classes(score("shoe", 0.7), score("bag", 0.3)));
        assertDiffers(classes(score("shoe", 0.9)), classes());
    }

    @Test
    void classes_anotherOnTop_differAlthoughItsScoreIsTheSame() {
        assertDiffers(classes(score("shoe", 0.9)), classes(score("bag", 0.9)));
    }

    @Test
    void classes_lastOnesChangePlaces_areTheSame() {
        assertSame(classes(score("shoe", 0.6), score("bag", 0.2)), classes(score("shoe", 0.6), score("coat", 0.15)));
        assertDiffers(classes(score("shoe", 0.6), score("bag", 0.35)), classes(score("shoe", 0.6), score("coat", 0.1)));
    }

    @Test
    void boxes_withinTolerance_areTheSameInAnyOrder() {
        assertSame(
                boxes(box("face", 0.9, 0.1), box("face", 0.8, 0.6)),
                boxes(box("face", 0.85, 0.65), box("face", 0.82, 0.1)));
    }

    @Test
    void boxes_elsewhere_differ() {
        assertDiffers(boxes(box("face", 0.9, 0.1)), boxes(box("face", 0.9, 0.3)));
        assertDiffers(boxes(box("face", 0.9, 0.1)), boxes(box("hand", 0.9, 0.1)));
        assertDiffers(boxes(box("face", 0.9, 0.1)), boxes());
        assertDiffers(boxes(box("face", 0.9, 0.1)), boxes(box("face", 0.9, 0.1), box("face", 0.9, 0.1)));
    }

    @Test
    void boxes_rightAboveTheThreshold_mayBeMissing() {
        assertSame(boxes(box("face", 0.9, 0.1), box("face", 0.55, 0.6)), boxes(box("face", 0.9, 0.1)));
    }

    @Test
    void kinds_differ() {
        assertDiffers(classes(), boxes());
    }
}
