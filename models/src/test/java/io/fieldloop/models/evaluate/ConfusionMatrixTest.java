package io.fieldloop.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.models.evaluate.ConfusionMatrix.ClassResult;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    private static final ConfusionMatrix MATRIX = new ConfusionMatrix(
            List.of("cat", "dog", "cow"), List.of(List.of(8L, 2L, 0L), List.of(1L, 9L, 0L), List.of(0L, 0L, 0L)));

    @Test
    void accuracy_isTheShareOfTheDiagonal() {
        assertThat(MATRIX.total()).isEqualTo(20);
        assertThat(MATRIX.correct()).isEqualTo(17);
        assertThat(MATRIX.accuracy()).isEqualTo(0.85);
        assertThat(new ConfusionMatrix(List.of(), List.of()).accuracy()).isZero();
    }

    @Test
    void classes_haveTheirOwnResults() {
        assertThat(MATRIX.perClass())
                .containsExactly(
                        new ClassResult("cat", 10, 8 / 9.0, 0.8),
                        new ClassResult("dog", 10, 9 / 11.0, 0.9),
                        new ClassResult("cow", 0, 0, 0));
        assertThat(MATRIX.perClass().getFirst().f1()).isEqualTo(2 * 8 / (9.0 + 10.0), within(1e-12));
        assertThat(MATRIX.perClass().getLast().f1()).isZero();
    }

    @Test
    void counter_addsClassesThatItMeets() {
        var counter = new ConfusionCounter(List.of("cat"));
        counter.add("cat", "cat");
        counter.add("fox", "cat");

        assertThat(counter.matrix())
                .isEqualTo(new ConfusionMatrix(List.of("cat", "fox"), List.of(List.of(1L, 0L), List.of(1L, 0L))));
    }

    @Test
    void matrix_onceCounted_doesNotChange() {
        var counter = new ConfusionCounter(List.of("cat"));
        ConfusionMatrix before = counter.matrix();
        counter.add("cat", "cat");

        assertThat(before.total()).isZero();
    }

    @Test
    void sum_countsBothWhateverTheirClasses() {
        var other = new ConfusionMatrix(List.of("fox", "dog"), List.of(List.of(1L, 1L), List.of(0L, 3L)));

        ConfusionMatrix sum = MATRIX.plus(other);

        assertThat(sum.labels()).containsExactly("cat", "dog", "cow", "fox");
        assertThat(sum.total()).isEqualTo(25);
        assertThat(sum.correct()).isEqualTo(21);
        assertThat(sum.counts().get(1)).containsExactly(1L, 12L, 0L, 0L);
        assertThat(sum.counts().get(3)).containsExactly(0L, 1L, 0L, 1L);
    }

    @Test
    void matrixThatCannotBe_isRefused() {
        assertThatThrownBy(() -> new ConfusionMatrix(List.of("a", "a"), List.of(List.of(0L, 0L), List.of(0L, 0L))))
                .hasMessageContaining("must differ");
        assertThatThrownBy(() -> new ConfusionMatrix(List.of("a", "b"), List.of(List.of(0L, 0L))))
                .hasMessageContaining("2 rows and columns");
        assertThatThrownBy(() -> new ConfusionMatrix(List.of("a"), List.of(List.of(-1L))))
                .hasMessageContaining("negative");
    }

    @Test
    void evaluations_ofOneModelSnapshotAndPart_areAdded() {
        Sha256 snapshot = Sha256.of(new byte[0]);
        var half = new Evaluation(ModelRef.of("pets", 1), snapshot, "lab", MATRIX);

        assertThat(half.plus(half).confusion().total()).isEqualTo(40);
        assertThatThrownBy(() -> half.plus(new Evaluation(ModelRef.of("pets", 1), snapshot, "field", MATRIX)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pets@1");
        assertThatThrownBy(() -> half.plus(new Evaluation(ModelRef.of("pets", 2), snapshot, "lab", MATRIX)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
