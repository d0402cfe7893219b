package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Answers.NOON;
import static io.fieldloop.agent.capture.Answers.box;
import static io.fieldloop.agent.capture.Answers.classified;
import static io.fieldloop.agent.capture.Answers.detected;
import static io.fieldloop.agent.capture.Answers.segmented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.agent.capture.CaptureRule.Anomaly;
import io.fieldloop.agent.capture.CaptureRule.Drift;
import io.fieldloop.agent.capture.CaptureRule.Every;
import io.fieldloop.agent.capture.CaptureRule.Flicker;
import io.fieldloop.agent.capture.CaptureRule.HighEntropy;
import io.fieldloop.agent.capture.CaptureRule.LowConfidence;
import io.fieldloop.agent.capture.CaptureRule.Novelty;
import io.fieldloop.agent.capture.CaptureRule.Outlier;
import io.fieldloop.agent.capture.CaptureRule.Quota;
import io.fieldloop.agent.capture.CaptureRule.RareClass;
import io.fieldloop.agent.capture.CaptureRule.SmallMargin;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.models.readings.Readings;
import io.fieldloop.protocol.message.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How interesting inputs are to each rule. */
final class InterestTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Offset<Double> EXACTLY = within(1e-9);

    private final Random random = new Random(11);

    @TempDir
    Path folder;

    @Test
    void lowConfidence_growsFromTheBoundToNoConfidence() {
        Interest interest = of(new LowConfidence(0.6));

        assertThat(in(interest, classified("shoe", 0.6))).isNotPositive();
        assertThat(in(interest, classified("shoe", 0.3))).isCloseTo(0.5, EXACTLY);
        assertThat(in(interest, detected())).isCloseTo(1, EXACTLY);
        assertThat(in(interest, classified())).as("silence").isNotPositive();
    }

    @Test
    void mask_isAsInterestingAsManyOfItsPixelsAreUncertain() {
        assertThat(in(of(new LowConfidence(0.8)), segmented(50, 20))).isNotPositive();
        assertThat(in(of(new LowConfidence(0.8)), segmented(50, 60))).isCloseTo(0.5, EXACTLY);
        assertThat(in(of(new SmallMargin(0.5)), segmented(50, 75))).isCloseTo(0.5, EXACTLY);
        assertThat(in(of(new HighEntropy(0.5)), segmented(50, 75))).isCloseTo(0.5, EXACTLY);

        Interest flicker = of(new Flicker(0.1));
        assertThat(in(flicker, segmented(50, 0))).isNotPositive();
        assertThat(in(flicker, segmented(60, 0))).isNotPositive();
        assertThat(in(flicker, segmented(5, 0))).isCloseTo(0.5, EXACTLY);
    }

    @Test
    void smallMargin_growsAsTheNextClassComesNear() {
        Interest interest = of(new SmallMargin(0.2));

        assertThat(in(interest, classified("shoe", 0.7, "boot", 0.3))).isNotPositive();
        assertThat(in(interest, classified("shoe", 0.5, "boot", 0.4))).isCloseTo(0.5, EXACTLY);
        assertThat(in(interest, classified("shoe", 0.5, "boot", 0.5))).isCloseTo(1, EXACTLY);
        assertThat(in(interest, classified("shoe", 0.5))).as("no next one").isNotPositive();
        assertThat(in(interest, detected(box("face", 0.99, 0), box("face", 0.55, 0.5))))
                .as("the box that is hardly one")
                .isCloseTo(0.5, EXACTLY);
    }

    @Test
    void highEntropy_growsWithHowEvenTheClassesAre() {
        Interest interest = of(new HighEntropy(0.5));

        double sure = in(interest, classified("shoe", 0.98, "boot", 0.01, "bag", 0.01));
        double unsure = in(interest, classified("shoe", 0.5, "boot", 0.4, "bag", 0.1));
        double even = in(interest, classified("shoe", 0.2, "boot", 0.2, "bag", 0.2));

        assertThat(sure).isNotPositive();
        assertThat(unsure).isBetween(0.5, 0.99);
        assertThat(even).isCloseTo(1, EXACTLY);
        assertThat(in(interest, detected(box("face", 0.5, 0)))).isCloseTo(1, EXACTLY);
        assertThat(in(interest, detected())).isNotPositive();
        assertThat(in(interest, classified("shoe", 0.0, "boot", 0.0))).isNotPositive();
    }

    @Test
    void every_choosesAgainWhenTheTimeIsOver_alsoWhenTheClockWasSetBack() {
        Interest interest = of(new Every(MINUTE));
        Answer answer = Answers.of(classified("shoe", 1.0));

        assertThat(interest.in(answer, NOON)).isEqualTo(Interest.UNBIASED);
        interest.captured(NOON);
        assertThat(interest.in(answer, NOON.plus(MINUTE).minusMillis(1))).isZero();
        assertThat(interest.in(answer, NOON.plus(MINUTE))).isEqualTo(Interest.UNBIASED);
        assertThat(interest.in(answer, Instant.EPOCH)).isEqualTo(Interest.UNBIASED);
    }

    @Test
    void quota_ofEachClass_isWorthLessWithEachThatItHad_andBeginsAnew() {
        Interest interest = of(new Quota(Optional.empty(), 2, MINUTE));

        assertThat(captured(interest, "shoe", NOON)).isEqualTo(1);
        assertThat(captured(interest, "shoe", NOON)).isEqualTo(0.5);
        assertThat(captured(interest, "shoe", NOON)).isZero();
        assertThat(captured(interest, "bag", NOON)).isEqualTo(1);
        assertThat(captured(interest, "shoe", NOON.plus(MINUTE))).isEqualTo(1);
    }

    @Test
    void quota_ofOneClass_seesItAmongOthers() {
        Interest interest = of(new Quota(Optional.of("dog"), 1, MINUTE));

        assertThat(in(interest, detected(box("cat", 0.9, 0)))).isZero();
        assertThat(in(interest, detected(box("cat", 0.9, 0), box("dog", 0.6, 0.5))))
                .isEqualTo(1);
    }

    @Test
    void rareClass_isKnownOnlyAfterAWhile_andIsNoLongerRareWhenItComesOften() {
        Interest interest = of(new RareClass(0.1));

        assertThat(in(interest, classified("bag", 1.0))).as("everything is new").isNotPositive();
        for (int i = 0; i < 99; i++) {
            in(interest, classified("shoe", 1.0));
        }
        assertThat(in(interest, classified("shoe", 1.0))).isNotPositive();
        assertThat(in(interest, classified("bag", 1.0))).isCloseTo(1 - 1 / 10.1, EXACTLY);
        assertThat(in(interest, classified("boot", 1.0))).as("never seen").isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            in(interest, classified("bag", 1.0));
        }
        assertThat(in(interest, classified("bag", 1.0))).isNotPositive();
    }

    @Test
    void rareClass_ofAVersion_saysNothingOfTheNextOne() {
        Interest interest = of(new RareClass(0.1));
        for (int i = 0; i < 200; i++) {
            interest.in(Answers.ofVersion(1, classified("shoe", 1.0)), NOON);
        }

        assertThat(interest.in(Answers.ofVersion(2, classified("bag", 1.0)), NOON))
                .isNotPositive();
    }

    @Test
    void flicker_ofClasses_isByHowMuchTheScoresMoved() {
        Interest interest = of(new Flicker(0.2));

        assertThat(in(interest, classified("shoe", 0.9, "boot", 0.1)))
                .as("the first")
                .isNotPositive();
        assertThat(in(interest, classified("shoe", 0.8, "boot", 0.2))).isNotPositive();
        assertThat(in(interest, classified("boot", 0.8, "shoe", 0.2))).isCloseTo(0.5, EXACTLY);
        assertThat(in(interest, classified("bag", 1.0))).isCloseTo(1, EXACTLY);
    }

    @Test
    void flicker_ofBoxes_isWhichShareHasNoCounterpart() {
        Interest interest = of(new Flicker(0.2));
        in(interest, detected(box("cat", 0.9, 0), box("dog", 0.8, 0.5)));

        assertThat(in(interest, detected(box("dog", 0.7, 0.45), box("cat", 0.6, 0.1))))
                .as("moved a little")
                .isNotPositive();
        assertThat(in(interest, detected(box("cat", 0.6, 0.1)))).isCloseTo((1 / 3.0 - 0.2) / 0.8, EXACTLY);
        assertThat(in(interest, detected(box("dog", 0.6, 0.1))))
                .as("another label")
                .isCloseTo(1, EXACTLY);
        assertThat(in(interest, detected())).isCloseTo(1, EXACTLY);
        assertThat(in(interest, detected())).isNotPositive();
    }

    @Test
    void novelty_growsTheFartherTheScoresAreFromWhatIsUsual() {
        double usual = in(noveltyThatSawShoes(), classified("shoe", 0.72, "boot", 0.28));
        double strange = in(noveltyThatSawShoes(), classified("shoe", 0.3, "boot", 0.7));
        double stranger = in(noveltyThatSawShoes(), classified("bag", 1.0));

        assertThat(usual).isNotPositive();
        assertThat(strange).isPositive();
        assertThat(stranger).isGreaterThan(strange).isLessThan(1);
    }

    private Interest noveltyThatSawShoes() {
        Interest interest = of(new Novelty(Optional.empty(), 4));
        var scores = new Random(5);
        for (int i = 0; i < 300; i++) {
            double shoe = 0.7 + 0.05 * scores.nextGaussian();
            assertThat(in(interest, classified("shoe", shoe, "boot", 1 - shoe))).isLessThan(0.5);
        }
        return interest;
    }

    @Test
    void novelty_ofNothingEver_isNone() {
        Interest interest = of(new Novelty(Optional.empty(), 2));

        for (int i = 0; i < 200; i++) {
            assertThat(in(interest, detected())).isNotPositive();
        }
    }

    @Test
    void drift_choosesTheClassThatBecameMoreFrequent_untilThatIsUsual() {
        Interest interest = of(new Drift(0.3, 50));
        for (int i = 0; i < 1_000; i++) {
            assertThat(in(interest, someOf("shoe", 0.9, "bag"))).isNotPositive();
        }

        int chosenBags = 0;
        for (int i = 0; i < 100; i++) {
            chosenBags += in(interest, classified("bag", 1.0)) > 0 ? 1 : 0;
        }
        assertThat(chosenBags).isGreaterThan(50);
        assertThat(in(interest, classified("shoe", 1.0))).as("became rarer").isNotPositive();
        for (int i = 0; i < 3_000; i++) {
            in(interest, classified("bag", 1.0));
        }
        assertThat(in(interest, classified("bag", 1.0))).isNotPositive();
    }

    @Test
    void anomaly_ofTheNumberOfObjects_findsTheCrowd() {
        Interest interest = of(new Anomaly(Series.OBJECTS, 3));
        for (int i = 0; i < 100; i++) {
            in(interest, i % 2 == 0 ? detected() : detected(box("face", 0.9, 0)));
        }

        double one = in(interest, detected(box("face", 0.9, 0)));
        double three = in(interest, detected(box("face", 0.9, 0), box("face", 0.9, 0), box("face", 0.9, 0)));

        assertThat(one).isNotPositive();
        assertThat(three).isBetween(0.2, 0.6);
    }

    @Test
    void outlier_findsTheWindowWithAReadingThatIsFarFromTheUsual() {
        Interest interest = of(new Outlier("x", 6));
        Answer answer = Answers.of(classified("shoe", 1.0));
        var noise = new Random(2);
        for (int i = 0; i < 20; i++) {
            assertThat(interest.in(answer, window(noise, 0), NOON)).isZero();
        }

        assertThat(interest.in(answer, window(noise, 50), NOON)).isBetween(0.5, 1.0);
        assertThat(interest.in(answer, NOON)).as("no readings").isZero();
        assertThat(of(new Outlier("z", 6)).in(answer, window(noise, 50), NOON))
                .as("no such sensor")
                .isZero();
    }

    private static Readings window(Random noise, double peak) {
        double[] x = noise.doubles(32, 20, 22).toArray();
        x[17] += peak;
        x[18] = Double.NaN;
        return new Readings(List.of("x"), true, List.of(x), x.length);
    }

    @Test
    void anomaly_whereNothingEverChanged_isTheLeastChange() {
        Interest interest = of(new Anomaly(Series.LATENCY, 3));
        for (int i = 0; i < 100; i++) {
            assertThat(interest.in(Answers.after(Duration.ofMillis(1)), NOON)).isNotPositive();
        }

        assertThat(interest.in(Answers.after(Duration.ofMillis(2)), NOON)).isEqualTo(1);
    }

    private Prediction someOf(String often, double share, String seldom) {
        return classified(random.nextDouble() < share ? often : seldom, 1.0);
    }

    private Interest of(CaptureRule rule) {
        try {
            return Interest.of(rule, random, Requests.open(folder.resolve("requests")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double in(Interest interest, Prediction prediction) {
        return interest.in(Answers.of(prediction), NOON);
    }

    private static double captured(Interest interest, String label, Instant at) {
        double worth = interest.in(Answers.of(classified(label, 1.0)), at);
        if (worth > 0) {
            interest.captured(at);
        }
        return worth;
    }
}
