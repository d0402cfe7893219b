package io.fieldloop.hub.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.BehaviourCounter;
import io.fieldloop.protocol.sketch.Sketch;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DivergenceTest {
    private static final Behaviour PROFILE = TestAnswers.usual(1, 500);

    @Test
    void stabilityIndex_isTheSumOverTheBins() {
        var bins = new Bins();
        bins.add(5_000_000, 7_000_000);
        bins.add(5_000_000, 3_000_000);

        Distance distance = bins.stabilityIndex();

        assertThat(distance.value()).isCloseTo(0.2 * Math.log(1.4) - 0.2 * Math.log(0.6), within(1e-5));
        assertThat(distance.chance()).isCloseTo(10.828 * 2e-7, within(1e-7)); // χ² of 0.999 with 1 degree of freedom
    }

    @Test
    void kolmogorovSmirnov_isTheLargestDifference() {
        var bins = new Bins();
        bins.add(100, 50);
        bins.add(100, 50);
        bins.add(0, 100);

        assertThat(bins.kolmogorovSmirnov().value()).isCloseTo(0.5, within(1e-9));
        assertThat(bins.kolmogorovSmirnov().chance()).isCloseTo(1.9495 * 0.1, within(1e-4));
    }

    @Test
    void sameBehaviour_hasNoDistance() {
        Divergence divergence = Divergence.between(PROFILE, PROFILE);

        assertThat(divergence.scorePsi().value()).isZero();
        assertThat(divergence.scoreKs().value()).isZero();
        assertThat(divergence.classPsi().value()).isZero();
        assertThat(divergence.isCalm()).isTrue();
    }

    @Test
    void otherAnswersOfTheSameKind_areCalm_howeverFewTheyAre() {
        long alarms = LongStream.range(0, 500)
                .filter(seed -> Divergence.between(
                                TestAnswers.usual(2 * seed + 10, 50), TestAnswers.usual(2 * seed + 11, 200))
                        .isDrift())
                .count();

        assertThat(alarms)
                .as("of 500, each with three distances that chance may take too far once in a thousand times")
                .isLessThanOrEqualTo(5);
    }

    @Test
    void lowerScores_areDrift() {
        Divergence divergence = Divergence.between(PROFILE, TestAnswers.of(2, 200, 0.65, 0.7));

        assertThat(divergence.isDrift()).isTrue();
        assertThat(divergence.scorePsi().exceeds(Divergence.HIGH_PSI)).isTrue();
        assertThat(divergence.scoreKs().exceeds(Divergence.HIGH_KS)).isTrue();
        assertThat(divergence.classPsi().exceeds(Divergence.LOW_PSI)).isFalse();
    }

    @Test
    void otherMixOfClasses_isDrift() {
        Divergence divergence = Divergence.between(PROFILE, TestAnswers.of(2, 200, 0.8, 0.3));

        assertThat(divergence.classPsi().exceeds(Divergence.HIGH_PSI)).isTrue();
        assertThat(divergence.scorePsi().exceeds(Divergence.LOW_PSI)).isFalse();
        assertThat(divergence.isDrift()).isTrue();
    }

    @Test
    void classThatWasNeverSeen_isDrift() {
        Behaviour shoes = new Behaviour(
                TestAnswers.usual(3, 400).scores(),
                PROFILE.latencyMicros(),
                Map.of("Coat", 280L, "Bag", 120L, "Shoe", 300L),
                Optional.empty());

        assertThat(Divergence.between(PROFILE, shoes).classPsi().exceeds(Divergence.HIGH_PSI))
                .isTrue();
    }

    @Test
    void slightChange_isNeitherDriftNorCalm() {
        Divergence divergence = Divergence.between(TestAnswers.usual(1, 20_000), TestAnswers.of(2, 20_000, 0.8, 0.55));

        assertThat(divergence.isDrift()).isFalse();
        assertThat(divergence.isCalm()).isTrue();
        Divergence more = Divergence.between(TestAnswers.usual(1, 20_000), TestAnswers.of(2, 20_000, 0.8, 0.5));
        assertThat(more.isDrift()).isFalse();
        assertThat(more.isCalm()).isFalse();
    }

    @Test
    void embeddingsThatLieElsewhere_areDrift_andThoseOfTheSameKindAreNot() {
        Behaviour usual = embedded(1, 0);

        assertThat(Divergence.between(usual, embedded(2, 0)).isCalm()).isTrue();
        assertThat(Divergence.between(usual, embedded(2, 1)).isDrift()).isTrue();
        assertThat(Divergence.between(usual, embedded(2, 1)).embedding().value())
                .isCloseTo(1, within(0.15));
        assertThat(Divergence.between(usual, PROFILE).embedding()).isEqualTo(Distance.NONE);
    }

    private static Behaviour embedded(long seed, double middle) {
        var random = new SplittableRandom(seed);
        var counter = new BehaviourCounter();
        for (int i = 0; i < 300; i++) {
            float[] values = new float[48];
            for (int place = 0; place < values.length; place++) {
                values[place] = (float) (middle + random.nextGaussian());
            }
            counter.add("Coat", 0.75);
            counter.addEmbedding(values);
        }
        return counter.behaviour();
    }

    @Test
    void behavioursWithNothingToCompare_areCalm() {
        Behaviour silent = new Behaviour(Sketch.EMPTY, Sketch.EMPTY, Map.of("", 300L), Optional.empty());

        assertThat(Divergence.between(silent, silent).isCalm()).isTrue();
        assertThat(Divergence.between(PROFILE, Behaviour.NONE).isCalm()).isTrue();
        assertThat(Divergence.between(Behaviour.NONE, PROFILE).isCalm()).isTrue();
    }
}
