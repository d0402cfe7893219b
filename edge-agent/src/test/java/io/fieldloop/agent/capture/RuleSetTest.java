package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Answers.NOON;
import static io.fieldloop.agent.capture.Answers.classified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.agent.capture.CaptureRule.Anomaly;
import io.fieldloop.agent.capture.CaptureRule.Around;
import io.fieldloop.agent.capture.CaptureRule.Every;
import io.fieldloop.agent.capture.CaptureRule.HighEntropy;
import io.fieldloop.agent.capture.CaptureRule.LowConfidence;
import io.fieldloop.agent.capture.CaptureRule.OnRequest;
import io.fieldloop.agent.capture.CaptureRule.Quota;
import io.fieldloop.agent.capture.CaptureRule.RandomShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuleSetTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    @Test
    void choose_withoutRules_capturesNothing() throws Exception {
        assertThat(choose(rules(), 0)).isEmpty();
    }

    @Test
    void choose_randomShare_capturesAboutThatShare() throws Exception {
        RuleSet rules = rules(new RandomShare(0.2));

        long captured = IntStream.range(0, 10_000)
                .filter(_ -> choose(rules, 1).isPresent())
                .count();

        assertThat(captured / 10_000.0).isCloseTo(0.2, within(0.02));
    }

    @Test
    void choose_sameSeed_decidesTheSame() throws Exception {
        RuleSet one = rules(new RandomShare(0.5));
        RuleSet other = rules(new RandomShare(0.5));

        for (int i = 0; i < 100; i++) {
            assertThat(choose(one, 0.9)).isEqualTo(choose(other, 0.9));
        }
    }

    @Test
    void choose_severalRules_namesAllThatChose_andIsWorthTheMost() throws Exception {
        RuleSet rules = rules(new LowConfidence(0.5), new LowConfidence(1), new Every(HOUR));

        assertThat(choose(rules, 0.8)).contains(new Choice(List.of("low-confidence", "every"), Interest.UNBIASED));
        assertThat(choose(rules, 0.25)).contains(new Choice(List.of("low-confidence", "every"), 0.75));
    }

    @Test
    void choose_sampleOfTheRandomShare_isWorthTheSameWhateverTheModelSays() throws Exception {
        RuleSet rules = rules(new LowConfidence(0.6), new RandomShare(1));

        assertThat(choose(rules, 0.01)).contains(new Choice(List.of("low-confidence", "random"), Interest.UNBIASED));
        assertThat(choose(rules, 0.99)).contains(new Choice(List.of("random"), Interest.UNBIASED));
    }

    @Test
    void choose_chosenButNotCaptured_usesNothingUp() throws Exception {
        RuleSet rules = rules(new Quota(Optional.empty(), 1, HOUR));

        assertThat(choose(rules, 1)).isPresent();
        assertThat(choose(rules, 1)).isPresent();
        rules.captured(NOON);
        assertThat(choose(rules, 1)).isEmpty();
    }

    @Test
    void replace_ruleThatStays_remembersWhatItHasSeen() throws Exception {
        Quota quota = new Quota(Optional.empty(), 1, HOUR);
        RuleSet rules = rules(quota);
        choose(rules, 1);
        rules.captured(NOON);

        rules.replace(List.of(new LowConfidence(0.5), quota));

        assertThat(choose(rules, 1)).isEmpty();
        rules.replace(List.of(new Quota(Optional.empty(), 2, HOUR)));
        assertThat(choose(rules, 1)).isPresent();
    }

    @Test
    void onRequest_isServedOnce_alsoOverRestarts_andAgainOnceItWasTakenBack() throws Exception {
        OnRequest request = new OnRequest("shoes", Optional.of("shoe"), 2);
        Requests requests = requests();
        RuleSet rules = rules(requests, request);
        for (int i = 0; i < 2; i++) {
            assertThat(choose(rules, 0.9)).contains(new Choice(List.of("on-request"), 1));
            rules.captured(NOON);
            requests.save();
        }
        assertThat(rules.choose(Answers.of(classified("bag", 1.0)), NOON)).isEmpty();

        assertThat(choose(rules(requests(), request), 0.9)).isEmpty();

        Requests forgotten = requests();
        rules(forgotten);
        forgotten.save();
        assertThat(choose(rules(requests(), request), 0.9)).isPresent();
    }

    @Test
    void requests_inAFileThatMakesNoSense_beginAnew_andTheFileIsKept() throws Exception {
        Files.writeString(folder.resolve("line.requests"), "shoes 2\n\0\0\0");

        assertThat(requests().served("shoes")).isZero();
        assertThat(folder.resolve("line.requests.damaged")).exists();
    }

    @Test
    void rule_outOfBounds_isRefused() {
        assertThatThrownBy(() -> new RandomShare(0)).hasMessageContaining("share must be above 0");
        assertThatThrownBy(() -> new RandomShare(Double.NaN)).hasMessageContaining("share");
        assertThatThrownBy(() -> new LowConfidence(1.1)).hasMessageContaining("below");
        assertThatThrownBy(() -> new HighEntropy(1)).hasMessageContaining("above must be 0 to below 1");
        assertThatThrownBy(() -> new Anomaly(Series.OBJECTS, 0.5)).hasMessageContaining("beyond must be at least 1");
        assertThatThrownBy(() -> new Every(Duration.ZERO)).hasMessageContaining("every must be longer");
        assertThatThrownBy(() -> new Quota(Optional.empty(), 0, HOUR)).hasMessageContaining("at-most must be at least");
        assertThatThrownBy(() -> new OnRequest("../x", Optional.empty(), 1)).hasMessageContaining("request must be");
        assertThatThrownBy(() -> new Around(List.of(), HOUR, HOUR, 1)).hasMessageContaining("at least one rule");
    }

    @Test
    void settings_thatLookAroundWhatIsNotThere_areRefused() {
        Around around = new Around(List.of("flicker"), HOUR, HOUR, 1);

        assertThatThrownBy(() -> new CaptureSettings(List.of(around, new RandomShare(1))))
                .hasMessage("the 'around' rule is of 'flicker', but the other rules here are [around, random]");
        assertThatThrownBy(() -> new CaptureSettings(List.of(around, around))).hasMessageContaining("two 'around'");
    }

    private Requests requests() throws IOException {
        return Requests.open(folder.resolve("line.requests"));
    }

    private RuleSet rules(CaptureRule... rules) throws IOException {
        return rules(requests(), rules);
    }

    private static RuleSet rules(Requests requests, CaptureRule... rules) {
        RuleSet set = new RuleSet(new Random(42), requests);
        set.replace(List.of(rules));
        return set;
    }

    private static Optional<Choice> choose(RuleSet rules, double confidence) {
        return rules.choose(Answers.of(classified("shoe", confidence)), NOON);
    }
}
