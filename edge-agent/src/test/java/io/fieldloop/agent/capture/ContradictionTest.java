package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Answers.box;
import static io.fieldloop.agent.capture.Answers.classified;
import static io.fieldloop.agent.capture.Answers.detected;
import static io.fieldloop.agent.capture.Answers.segmented;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.protocol.message.Prediction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ContradictionTest {
    private static final Prediction NO_CLASSES = classified();
    private static final Prediction NO_BOXES = detected();

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of("the same class, less sure", classified("shoe", 0.9), classified("shoe", 0.5), 0.0),
                Arguments.of("another class", classified("shoe", 0.9), classified("boot", 0.7), 0.7),
                Arguments.of("nothing heard", NO_CLASSES, classified("boot", 0.7), 0.7),
                Arguments.of("nothing heard by either", NO_CLASSES, NO_CLASSES, 0.0),
                Arguments.of("the same object", detected(box("cat", 0.9, 0)), detected(box("cat", 0.8, 0.1)), 0.0),
                Arguments.of("elsewhere", detected(box("cat", 0.9, 0)), detected(box("cat", 0.8, 0.4)), 0.8),
                Arguments.of("another object", detected(box("cat", 0.9, 0)), detected(box("dog", 0.6, 0)), 0.6),
                Arguments.of(
                        "another one less sure",
                        detected(box("cat", 0.9, 0)),
                        detected(box("cat", 0.8, 0), box("dog", 0.3, 0.5)),
                        0.0),
                Arguments.of("nothing found", detected(box("cat", 0.9, 0)), NO_BOXES, 0.9),
                Arguments.of("nothing found by either", NO_BOXES, NO_BOXES, 0.0),
                Arguments.of("masks", segmented(60, 0), segmented(40, 0), 0.2),
                Arguments.of("answers to another question", classified("cat", 0.9), detected(box("dog", 0.9, 0)), 0.0));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("pairs")
    void contradiction_isAsGreatAsTheLessSureIsSure_whoeverIsAsked(
            String what, Prediction one, Prediction other, double expected) {
        assertThat(Contradiction.between(one, other)).as(what).isEqualTo(expected, Offset.offset(1e-9));
        assertThat(Contradiction.between(other, one)).as(what).isEqualTo(expected, Offset.offset(1e-9));
    }
}
