package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.capture.CaptureRule.LowConfidence;
import io.fieldloop.agent.capture.CaptureRule.OnRequest;
import io.fieldloop.agent.capture.CaptureRule.RandomShare;
import io.fieldloop.agent.capture.CaptureRule.Shadow;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.MediaPolicy;
import io.fieldloop.agent.capture.MediaPolicy.ReadingsForm;
import io.fieldloop.agent.capture.MediaPolicy.SoundForm;
import io.fieldloop.agent.capture.NearDuplicates;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.CaptureReport;
import io.fieldloop.protocol.message.CaptureRules;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.StreamCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WantedCaptureTest {
    private static final StreamName LINE = new StreamName("line");
    private static final StreamName GATE = new StreamName("gate");
    private static final ModelName LARGE = new ModelName("fashion-large");
    private static final Optional<NearDuplicates> NARROW = Optional.of(new NearDuplicates(0, 1, Duration.ofSeconds(1)));
    private static final MediaPolicy FLAC = new MediaPolicy(OptionalInt.empty(), SoundForm.FLAC, ReadingsForm.AS_IS);
    private static final CaptureSettings CONFIGURED = new CaptureSettings(List.of(new RandomShare(0.5)), NARROW, FLAC);
    private static final CaptureSettings DOUBTFUL = new CaptureSettings(List.of(new LowConfidence(0.25)), NARROW, FLAC);
    private static final String DOUBTFUL_RULES =
            "{\"streams\": [{\"name\": \"line\", \"capture\": [{\"rule\": \"low-confidence\", \"below\": 0.25}]}]}";

    @TempDir
    Path folder;

    private WantedCapture wanted;

    @BeforeEach
    void open() throws IOException {
        wanted = reopened();
    }

    @Test
    void untilTheHubSaysOtherwise_theConfigurationCounts() {
        assertThat(wanted.of(LINE)).isEqualTo(CONFIGURED);
        assertThat(wanted.report()).isEmpty();
    }

    @Test
    void whatTheHubWants_countsForTheStreamsThatItNames_alsoAfterARestart() throws Exception {
        wanted.wanted(desired(1, 7, DOUBTFUL_RULES));

        for (WantedCapture now : List.of(wanted, reopened())) {
            assertThat(now.of(LINE)).isEqualTo(DOUBTFUL);
            assertThat(now.of(GATE)).isEqualTo(CONFIGURED);
            assertThat(now.report()).contains(new CaptureReport(7, Optional.empty()));
        }
    }

    @Test
    void rulesBesides_leaveTheOthersAsTheyAre() throws Exception {
        wanted.wanted(desired(1, 1, """
                {"streams": [{"name": "line", "also": [{"rule": "on-request", "request": "more", "next": 50}]}]}
                """));

        assertThat(wanted.of(LINE).rules())
                .containsExactly(new RandomShare(0.5), new OnRequest("more", Optional.empty(), 50));
    }

    @Test
    void shadow_isWantedLikeOtherRules_ifItIsOneOfTheDevice() throws Exception {
        wanted.wanted(desired(1, 1, """
                {"streams": [{"name": "line", "also": [{"rule": "shadow", "model": "fashion-large", "above": 0.5}]}]}
                """));

        assertThat(wanted.of(LINE).shadow()).contains(new Shadow(LARGE, 10, 0.5));
        assertThat(wanted.followed())
                .as("what the hub is told")
                .containsExactly(
                        new StreamCapture(GATE, List.of("{\"rule\":\"random\",\"share\":0.5}")),
                        new StreamCapture(
                                LINE,
                                List.of(
                                        "{\"rule\":\"random\",\"share\":0.5}",
                                        "{\"rule\":\"shadow\",\"model\":\"fashion-large\",\"one-in\":10,\"above\":0.5}")));
    }

    @Test
    void nearDuplicates_areWantedLikeRules_andLeftAloneWhereNothingIsSaid() throws Exception {
        NearDuplicates wide = new NearDuplicates(8, 64, Duration.ofMinutes(10));
        wanted.wanted(desired(1, 1, """
                {"streams": [{"name": "line", "near-duplicates": {"distance": 8}}, {"name": "gate", "capture": []}]}
                """));

        assertThat(wanted.of(LINE)).isEqualTo(new CaptureSettings(CONFIGURED.rules(), Optional.of(wide), FLAC));
        assertThat(wanted.of(GATE)).isEqualTo(new CaptureSettings(List.of(), NARROW, FLAC));
    }

    @Test
    void mediaPolicy_isWantedLikeRules_andOneThatMakesNoSenseIsRefused() throws Exception {
        wanted.wanted(desired(1, 1, """
                {"streams": [{"name": "line", "media": {"jpeg-quality": 60}}, {"name": "gate", "media": {}}]}
                """));
        assertThat(wanted.of(LINE).media())
                .isEqualTo(new MediaPolicy(OptionalInt.of(60), SoundForm.AS_IS, ReadingsForm.AS_IS));
        assertThat(wanted.of(GATE).media()).isEqualTo(MediaPolicy.AS_IS);

        wanted.wanted(desired(2, 2, "{\"streams\": [{\"name\": \"line\", \"media\": {\"sound\": \"mp3\"}}]}"));
        assertThat(wanted.of(LINE).media())
                .isEqualTo(new MediaPolicy(OptionalInt.of(60), SoundForm.AS_IS, ReadingsForm.AS_IS));
        assertThat(wanted.report().orElseThrow().refusal().orElseThrow()).contains("one of as-is, flac");
    }

    @Test
    void hubThatWantsNothingAnyMore_givesTheConfigurationBack_forGood() throws Exception {
        wanted.wanted(desired(1, 7, DOUBTFUL_RULES));
        wanted.wanted(new DesiredState(2, List.of()));

        assertThat(wanted.of(LINE)).isEqualTo(CONFIGURED);
        assertThat(wanted.report()).isEmpty();
        assertThat(reopened().of(LINE)).isEqualTo(CONFIGURED);
    }

    @Test
    void desiredStateThatComesLate_isIgnored() throws Exception {
        wanted.wanted(desired(2, 7, DOUBTFUL_RULES));
        wanted.wanted(desired(1, 6, "{\"streams\": []}"));

        assertThat(wanted.of(LINE)).isEqualTo(DOUBTFUL);
        assertThat(wanted.report()).contains(new CaptureReport(7, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                                    | not YAML",
                "{\"rules\": []}                                                      | unknown key 'rules'",
                "{\"streams\": [{\"name\": \"door\"}]}                                | this device has no stream 'door'",
                "{\"streams\": [{\"name\": \"line\"}, {\"name\": \"line\"}]}          | stands here twice",
                "{\"streams\": [{\"name\": \"line\", \"model\": \"x\"}]}              | unknown key 'model'",
                "{\"streams\": [{\"name\": \"line\", \"also\": [{\"rule\": \"x\"}]}]} | expected one of random",
                "{\"streams\": [{\"name\": \"line\", \"also\": [{\"rule\": \"shadow\", \"model\": \"faces\", \"above\": 0}]}]} | the 'shadow' rule names model 'faces', but the 'shadows' of this device are [fashion-large]",
                "{\"streams\": [{\"name\": \"line\", \"capture\": [{\"rule\": \"random\", \"share\": 2}]}]} | share: expected a number above 0",
            })
    void rulesThatMakeNoSense_areRefusedWithTheReason_andThoseFromBeforeStay(String document, String reason)
            throws Exception {
        wanted.wanted(desired(1, 7, DOUBTFUL_RULES));
        wanted.wanted(desired(2, 8, document));

        assertThat(wanted.of(LINE)).isEqualTo(DOUBTFUL);
        CaptureReport report = wanted.report().orElseThrow();
        assertThat(report.revision()).isEqualTo(8);
        assertThat(report.refusal().orElseThrow()).contains(reason);
        assertThat(reopened().of(LINE)).isEqualTo(DOUBTFUL);
    }

    @Test
    void fileThatMakesNoSense_isMovedAside() throws Exception {
        Files.writeString(folder.resolve("wanted"), "not a revision\n{}");

        assertThat(reopened().of(LINE)).isEqualTo(CONFIGURED);
        assertThat(folder.resolve("wanted.damaged")).exists();
    }

    @Test
    void rulesOfAStreamThatIsConfiguredNoMore_areRefusedAtTheStart() throws Exception {
        wanted.wanted(desired(1, 7, DOUBTFUL_RULES));

        WantedCapture now = WantedCapture.open(Map.of(GATE, CONFIGURED), List.of(), folder.resolve("wanted"));

        assertThat(now.of(GATE)).isEqualTo(CONFIGURED);
        assertThat(now.report().orElseThrow().refusal()).isPresent();
    }

    private WantedCapture reopened() throws IOException {
        return WantedCapture.open(Map.of(LINE, CONFIGURED, GATE, CONFIGURED), List.of(LARGE), folder.resolve("wanted"));
    }

    private static DesiredState desired(long revision, long rulesRevision, String document) {
        return new DesiredState(revision, List.of(), Optional.of(new CaptureRules(rulesRevision, document)));
    }
}
