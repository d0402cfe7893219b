package io.fieldloop.protocol.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.protocol.wire.Wire;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class BehaviourTest {
    private static final List<String> LABELS = List.of("Coat", "Shirt", "Bag", "");

    @RepeatedTest(10)
    void behaviours_addedInAnyOrder_areTheBehaviourOfAllAnswers(RepetitionInfo repetition) {
        var random = new SplittableRandom(repetition.getCurrentRepetition());
        var whole = new BehaviourCounter();
        Behaviour a = answers(random, whole);
        Behaviour b = answers(random, whole);
        Behaviour c = answers(random, whole);

        Behaviour all = whole.behaviour();
        for (Behaviour sum : List.of(a.plus(b).plus(c), c.plus(a.plus(b)))) {
            assertThat(sum.scores()).isEqualTo(all.scores());
            assertThat(sum.latencyMicros()).isEqualTo(all.latencyMicros());
            assertThat(sum.classes()).isEqualTo(all.classes());
            assertAlike(sum.embedding().orElseThrow(), all.embedding().orElseThrow());
        }
        assertThat(all.plus(Behaviour.NONE).classes()).isEqualTo(all.classes());
    }

    @Test
    void inputsWithoutAnAnswer_areCountedAndHaveNoScore() {
        var counter = new BehaviourCounter();
        counter.add("", 0);
        counter.add("Coat", 0.75);

        Behaviour behaviour = counter.behaviour();

        assertThat(behaviour.answers()).isEqualTo(2);
        assertThat(behaviour.classes()).isEqualTo(Map.of("", 1L, "Coat", 1L));
        assertThat(behaviour.scores().count()).isEqualTo(1);
        assertThat(behaviour.embedding()).isEmpty();
    }

    @Test
    void moments_areTheMeanAndTheSquaresOfEachPlace() {
        var counter = new MomentsCounter();
        counter.add(new float[] {1, 10});
        counter.add(new float[] {3, Float.NaN});
        counter.add(new float[] {5, 30});

        Moments moments = counter.moments().orElseThrow();

        assertThat(moments.count()).isEqualTo(2);
        assertThat(moments.means()).startsWith(3.0, 20.0, 0.0);
        assertThat(moments.squares()).startsWith(8.0, 200.0, 0.0);
    }

    /** So far apart that no fold of the one could be taken for one of the other. */
    @Test
    void longEmbeddings_areFoldedSoThatFarOnesStayFar() {
        var random = new SplittableRandom(7);
        var here = new MomentsCounter();
        var there = new MomentsCounter();
        for (int i = 0; i < 200; i++) {
            here.add(embedding(random, 1_280, 0));
            there.add(embedding(random, 1_280, 3));
        }

        double squares = 0;
        for (int place = 0; place < Moments.PLACES; place++) {
            double difference = here.moments().orElseThrow().means().get(place)
                    - there.moments().orElseThrow().means().get(place);
            squares += difference * difference;
        }

        double unfolded = 1_280 * 3 * 3;
        assertThat(squares).isCloseTo(unfolded, within(unfolded / 2));
    }

    @Test
    void behaviours_thatCannotBe_areRefused() {
        var two = new Sketch(2, 0, List.of());

        refused(two, Map.of("Coat", 1L), Optional.empty());
        refused(Sketch.EMPTY, Map.of("Coat", 0L), Optional.empty());
        refused(Sketch.EMPTY, Map.of("Coat", -1L, "Bag", 3L), Optional.empty());
        refused(Sketch.EMPTY, Map.of("Coat", Behaviour.MOST_ANSWERS, "Bag", 1L), Optional.empty());
        Map<String, Long> many = new HashMap<>();
        for (int i = 0; i <= Behaviour.MOST_CLASSES; i++) {
            many.put("" + i, 1L);
        }
        refused(Sketch.EMPTY, many, Optional.empty());
        refused(Sketch.EMPTY, Map.of("x".repeat(Behaviour.MOST_LABEL_LENGTH + 1), 1L), Optional.empty());
        refused(Sketch.EMPTY, Map.of("Coat", 1L), Optional.of(new Moments(2, places(0), places(0))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Moments(1, places(0), places(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Moments(1, places(Double.NaN), places(0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Moments(0, places(0), places(0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Moments(1, List.of(), List.of()));
    }

    @Test
    void classes_beyondTheMost_areCountedTogether() {
        var counter = new BehaviourCounter();
        for (int i = 0; i < Behaviour.MOST_CLASSES + 5; i++) {
            counter.add("" + i, 0.5);
        }
        counter.add("0", 0.5);

        assertThat(counter.behaviour().classes())
                .hasSize(Behaviour.MOST_CLASSES)
                .containsEntry("0", 2L)
                .containsEntry(Behaviour.OTHERS, 6L);
    }

    @Test
    void classes_withNamesThatAreTooLong_areCountedTogether_andFitTheWire() throws Exception {
        var counter = new BehaviourCounter();
        for (int i = 0; i < 100; i++) {
            counter.add("\uffff".repeat(1_000) + i, 0.5);
        }

        Behaviour behaviour = counter.behaviour();

        assertThat(behaviour.answers()).isEqualTo(100);
        assertThat(behaviour.classes()).hasSize(50).containsEntry(Behaviour.OTHERS, 51L);
        assertThat(Wire.decodeBehaviour(Wire.encode(behaviour))).isEqualTo(behaviour);
    }

    private static void refused(Sketch scores, Map<String, Long> classes, Optional<Moments> embedding) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Behaviour(scores, Sketch.EMPTY, classes, embedding));
    }

    private static List<Double> places(double value) {
        return Collections.nCopies(Moments.PLACES, value);
    }

    private static void assertAlike(Moments some, Moments others) {
        assertThat(some.count()).isEqualTo(others.count());
        for (int place = 0; place < Moments.PLACES; place++) {
            assertThat(some.means().get(place)).isCloseTo(others.means().get(place), within(1e-9));
            assertThat(some.squares().get(place)).isCloseTo(others.squares().get(place), within(1e-6));
        }
    }

    private static Behaviour answers(SplittableRandom random, BehaviourCounter whole) {
        var part = new BehaviourCounter();
        for (int i = random.nextInt(1, 200); i > 0; i--) {
            String label = LABELS.get(random.nextInt(LABELS.size()));
            double score = random.nextDouble();
            long micros = random.nextLong(1, 1_000_000);
            float[] embedding = embedding(random, 100, 1);
            for (BehaviourCounter counter : List.of(part, whole)) {
                counter.add(label, score);
                counter.addLatency(micros);
                counter.addEmbedding(embedding);
            }
        }
        return part.behaviour();
    }

    private static float[] embedding(SplittableRandom random, int length, float middle) {
        float[] embedding = new float[length];
        for (int i = 0; i < length; i++) {
            embedding[i] = middle + (float) random.nextGaussian();
        }
        return embedding;
    }
}
