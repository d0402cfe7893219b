package io.fieldloop.models.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Region;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldenTest {
    private static final Golden CLASSES = golden(classes("shirt", 0.5, "coat", 0.45, "dress", 0.03), 0.02);
    private static final Golden BOXES = golden(
            new Detected(List.of(new Box("cat", 0.9, 0.1, 0.2, 0.3, 0.4), new Box("dog", 0.5, 0, 0, 1, 1))), 0.02);

    @Test
    void classes_asExpected_areAccepted() {
        assertThat(CLASSES.objection(CLASSES.expected())).isEmpty();
        assertThat(CLASSES.objection(classes("shirt", 0.49, "coat", 0.46, "dress", 0.04)))
                .isEmpty();
    }

    @Test
    void classesThatChangePlacesWithinTheTolerance_areAccepted() {
        Golden close = golden(classes("shirt", 0.5, "coat", 0.49), 0.02);

        assertThat(close.objection(classes("coat", 0.5, "shirt", 0.49))).isEmpty();
        assertThat(close.objection(classes("shirt", 0.5, "dress", 0.48))).isEmpty();
    }

    @Test
    void classesBeyondTheTolerance_areRefused() {
        assertThat(CLASSES.objection(classes("shirt", 0.47, "coat", 0.46, "dress", 0.03)))
                .isPresent();
        assertThat(CLASSES.objection(classes("coat", 0.5, "shirt", 0.45, "dress", 0.03)))
                .isPresent();
        assertThat(CLASSES.objection(classes("shirt", 0.5, "bag", 0.45, "dress", 0.03)))
                .isPresent();
        assertThat(CLASSES.objection(classes("shirt", 0.5, "coat", 0.45))).isPresent();
        assertThat(CLASSES.objection(classes("shirt", Double.NaN, "coat", 0.45, "dress", 0.03)))
                .isPresent();
    }

    @Test
    void firstClassIsAnother_isRefusedAlthoughItsScoreIsTheSame() {
        assertThat(golden(classes("shirt", 0.9), 0.02).objection(classes("coat", 0.9)))
                .isPresent();
    }

    @Test
    void boxes_asExpected_areAcceptedInAnyOrder() {
        var moved =
                new Detected(List.of(new Box("dog", 0.51, 0.01, 0, 1, 1), new Box("cat", 0.89, 0.09, 0.21, 0.31, 0.4)));

        assertThat(BOXES.objection(moved)).isEmpty();
    }

    @Test
    void mask_isAcceptedAsLongAsFewPixelsDiffer() {
        Golden golden = golden(segmented(50), 0.02);

        assertThat(golden.objection(segmented(51))).isEmpty();
        assertThat(golden.objection(segmented(53)))
                .hasValueSatisfying(why -> assertThat(why).contains("0.03"));
        assertThat(golden.objection(new Detected(List.of()))).isPresent();
    }

    /** One hundred pixels, of which so many are road. */
    private static Segmented segmented(int road) {
        return new Segmented(new Mask(10, 10, 0, List.of(new Region("road", 0.9, List.of(0, road, 100 - road)))));
    }

    @Test
    void boxesBeyondTheTolerance_areRefused() {
        var dog = new Box("dog", 0.5, 0, 0, 1, 1);

        assertThat(BOXES.objection(new Detected(List.of(new Box("cat", 0.9, 0.13, 0.2, 0.3, 0.4), dog))))
                .isPresent();
        assertThat(BOXES.objection(new Detected(List.of(new Box("cow", 0.9, 0.1, 0.2, 0.3, 0.4), dog))))
                .isPresent();
        assertThat(BOXES.objection(new Detected(List.of(dog)))).isPresent();
        assertThat(BOXES.objection(new Detected(List.of()))).isPresent();
    }

    @Test
    void predictionOfAnotherKind_isRefused() {
        assertThat(CLASSES.objection(BOXES.expected())).isPresent();
        assertThat(BOXES.objection(CLASSES.expected())).isPresent();
    }

    private static Golden golden(Prediction expected, double tolerance) {
        return new Golden(TestManifests.ref(TestManifests.IMAGE), expected, tolerance);
    }

    private static Classified classes(Object... labelsAndScores) {
        var scores = new ArrayList<ClassScore>();
        for (int i = 0; i < labelsAndScores.length; i += 2) {
            scores.add(new ClassScore((String) labelsAndScores[i], (Double) labelsAndScores[i + 1]));
        }
        return new Classified(scores);
    }
}
