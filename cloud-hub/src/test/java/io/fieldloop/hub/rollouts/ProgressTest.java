package io.fieldloop.hub.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Failure SLOW = new Failure(FailureCode.TRIAL_TOO_SLOW, "too slow");

    @Test
    void report_ofAnotherAttempt_changesNothing() {
        Progress second = Progress.offered(2);

        assertThat(second.after(report(1, Stage.REJECTED))).isEqualTo(second);
        assertThat(second.after(report(3, Stage.SERVING))).isEqualTo(second);
    }

    @Test
    void report_ofAPassedStage_changesNothing() {
        Progress soaking = Progress.offered(1).after(report(1, Stage.SOAKING));

        assertThat(soaking.after(report(1, Stage.DOWNLOADING))).isEqualTo(soaking);
    }

    @Test
    void report_afterAFinalStage_changesNothing() {
        Progress serving = Progress.offered(1).after(report(1, Stage.SERVING));
        Progress rejected = Progress.offered(1).after(report(1, Stage.REJECTED));

        for (Stage stage : Stage.values()) {
            assertThat(serving.after(report(1, stage))).isEqualTo(serving);
            assertThat(rejected.after(report(1, stage))).isEqualTo(rejected);
        }
    }

    @Test
    void reports_doubledAndShuffledAndOfOldAttempts_endWhereTheFinalOneSays() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Stage end = random.nextBoolean() ? Stage.SERVING : Stage.REJECTED;
            List<DeploymentReport> reports = new ArrayList<>();
            for (Stage stage : Stage.values()) {
                if (!stage.isFinal() || stage == end) {
                    Collections.addAll(reports, report(2, stage), report(2, stage));
                }
                reports.add(report(1, stage));
            }
            Collections.shuffle(reports, random);

            Progress progress = Progress.offered(2);
            for (DeploymentReport report : reports) {
                progress = progress.after(report);
            }

            assertThat(progress.stage()).as("seed %d", seed).contains(end);
            assertThat(progress.failure().isPresent()).as("seed %d", seed).isEqualTo(end == Stage.REJECTED);
        }
    }

    private static DeploymentReport report(int attempt, Stage stage) {
        return new DeploymentReport(
                new RolloutId(new UUID(0, 1)),
                attempt,
                ModelRef.of("fashion", 2),
                stage,
                stage == Stage.REJECTED ? Optional.of(SLOW) : Optional.empty(),
                Instant.EPOCH);
    }
}
