package io.fieldloop.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.agent.capture.CaptureRule.Found;
import io.fieldloop.agent.capture.CaptureRule.LowConfidence;
import io.fieldloop.agent.capture.CaptureRule.RandomShare;
import io.fieldloop.agent.capture.RuleSet.Choice;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RuleSetTest {
    @Test
    void choose_withoutRules_capturesNothing() {
        assertThat(rules().choose(sure(0))).isEmpty();
    }

    @Test
    void choose_randomShare_capturesAboutThatShare() {
        RuleSet rules = rules(new RandomShare(0.2));

        long captured = IntStream.range(0, 10_000)
                .filter(_ -> rules.choose(sure(1)).isPresent())
                .count();

        assertThat(captured / 10_000.0).isCloseTo(0.2, within(0.02));
    }

    @Test
    void choose_sameSeed_decidesTheSame() {
        RuleSet one = rules(new RandomShare(0.5));
        RuleSet other = rules(new RandomShare(0.5));

        for (int i = 0; i < 100; i++) {
            assertThat(one.choose(sure(0.9))).isEqualTo(other.choose(sure(0.9)));
        }
    }

    @Test
    void choose_lowConfidence_isWorthMoreTheLessSureTheModelIs() {
        RuleSet rules = rules(new LowConfidence(0.6));

        assertThat(rules.choose(sure(0.6))).isEmpty();
        assertThat(rules.choose(sure(0.3))).contains(new Choice(List.of("low-confidence"), 0.5));
        assertThat(rules.choose(sure(0))).contains(new Choice(List.of("low-confidence"), 1));
    }

    @Test
    void choose_nothingFound_isNoConfidenceAtAll() {
        assertThat(rules(new LowConfidence(0.1)).choose(new Detected(List.of())))
                .isPresent();
    }

    @Test
    void choose_silence_isNoDoubt() {
        assertThat(rules(new LowConfidence(0.9)).choose(new Classified(List.of())))
                .isEmpty();
    }

    @Test
    void choose_found_choosesWhatTheModelSawOrHeard() {
        RuleSet rules = rules(new Found());

        assertThat(rules.choose(new Detected(List.of()))).isEmpty();
        assertThat(rules.choose(new Classified(List.of()))).isEmpty();
        assertThat(rules.choose(sure(0.75))).contains(new Choice(List.of("found"), 0.25));
    }

    @Test
    void choose_severalRules_namesAllThatChose() {
        RuleSet rules = rules(new LowConfidence(0.6), new RandomShare(1));

        assertThat(rules.choose(sure(0.1)).map(Choice::rules)).contains(List.of("low-confidence", "random"));
        assertThat(rules.choose(sure(0.9)).map(Choice::rules)).contains(List.of("random"));
    }

    @Test
    void choose_sampleOfTheRandomShare_isWorthTheSameWhateverTheModelSays() {
        RuleSet rules = rules(new LowConfidence(0.6), new RandomShare(1));

        assertThat(rules.choose(sure(0.01)).map(Choice::value))
                .isEqualTo(rules.choose(sure(0.99)).map(Choice::value))
                .isEqualTo(Optional.of(RuleSet.RANDOM_VALUE));
    }

    @Test
    void rule_outOfBounds_isRefused() {
        assertThatThrownBy(() -> new RandomShare(0)).hasMessageContaining("share");
        assertThatThrownBy(() -> new RandomShare(Double.NaN)).hasMessageContaining("share");
        assertThatThrownBy(() -> new LowConfidence(1.1)).hasMessageContaining("below");
    }

    private static RuleSet rules(CaptureRule... rules) {
        return new RuleSet(List.of(rules), new Random(42));
    }

    private static Prediction sure(double confidence) {
        return new Classified(List.of(new ClassScore("shoe", confidence)));
    }
}
