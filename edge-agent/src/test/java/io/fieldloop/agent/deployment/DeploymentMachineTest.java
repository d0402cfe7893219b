package io.fieldloop.agent.deployment;

import static io.fieldloop.agent.deployment.Offers.WRONG;
import static io.fieldloop.agent.deployment.Offers.installed;
import static io.fieldloop.agent.deployment.Offers.offer;
import static io.fieldloop.agent.deployment.Offers.versions;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.deployment.DeploymentEvent.ActiveLost;
import io.fieldloop.agent.deployment.DeploymentEvent.Downloaded;
import io.fieldloop.agent.deployment.DeploymentEvent.Failed;
import io.fieldloop.agent.deployment.DeploymentEvent.Offered;
import io.fieldloop.agent.deployment.DeploymentEvent.RolledBack;
import io.fieldloop.agent.deployment.DeploymentEvent.Soaked;
import io.fieldloop.agent.deployment.DeploymentEvent.Started;
import io.fieldloop.agent.deployment.DeploymentEvent.Stopped;
import io.fieldloop.agent.deployment.DeploymentEvent.TrialPassed;
import io.fieldloop.agent.deployment.DeploymentEvent.Verified;
import io.fieldloop.agent.deployment.DeploymentEvent.Withdrawn;
import io.fieldloop.agent.deployment.DeploymentState.Downloading;
import io.fieldloop.agent.deployment.DeploymentState.Idle;
import io.fieldloop.agent.deployment.DeploymentState.RollingBack;
import io.fieldloop.agent.deployment.DeploymentState.Soaking;
import io.fieldloop.agent.deployment.DeploymentState.Trialling;
import io.fieldloop.agent.deployment.DeploymentState.Verifying;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.fieldloop.protocol.message.Offer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentMachineTest {
    private static final Versions NOW = versions(2, 1);
    private static final Offer NEXT = offer(3);
    private static final OfferId ID = OfferId.of(NEXT);
    private static final Rejection REJECTION = new Rejection(NEXT, WRONG);
    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000);

    /** The table of the package, cell by cell. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            state,       Offered,     OfferedOther, Withdrawn,   Started,     Stopped,   Downloaded, Verified,  TrialPassed, Soaked, RolledBack, Failed
            Idle,        Downloading, Downloading,  -,           -,           -,         -,          -,         -,           -,      -,          -
            Downloading, -,           RollingBack,  RollingBack, -,           -,         Verifying,  -,         -,           -,      -,          RollingBack
            Verifying,   -,           -,            -,           -,           -,         -,          Trialling, -,           -,      -,          RollingBack
            Trialling,   -,           -,            -,           RollingBack, Verifying, -,          -,         Soaking,     -,      -,          RollingBack
            Soaking,     -,           -,            -,           RollingBack, Verifying, -,          -,         -,           Idle,   -,          RollingBack
            RollingBack, -,           -,            -,           -,           -,         -,          -,         -,           -,      Idle,       -
            """)
    void next_eachStateAndEvent_isAsInTheTable(
            String state,
            String offered,
            String offeredOther,
            String withdrawn,
            String started,
            String stopped,
            String downloaded,
            String verified,
            String trialPassed,
            String soaked,
            String rolledBack,
            String failed) {
        DeploymentState before = state(state);
        assertNext(before, new Offered(NEXT), offered);
        assertNext(before, new Offered(offer(4)), offeredOther);
        assertNext(before, new Withdrawn(), withdrawn);
        assertNext(before, new Started(), started);
        assertNext(before, new Stopped(), stopped);
        assertNext(before, new Downloaded(ID), downloaded);
        assertNext(before, new Verified(ID), verified);
        assertNext(before, new TrialPassed(ID), trialPassed);
        assertNext(before, new Soaked(ID), soaked);
        assertNext(before, new RolledBack(ID), rolledBack);
        assertNext(before, new Failed(ID, WRONG), failed);
    }

    private static void assertNext(DeploymentState before, DeploymentEvent event, String expected) {
        DeploymentState after = DeploymentMachine.next(before, event);
        if (expected.equals("-")) {
            assertThat(after).as("%s in %s", event, before).isEqualTo(before);
        } else {
            assertThat(after.getClass().getSimpleName())
                    .as("%s in %s", event, before)
                    .isEqualTo(expected);
        }
    }

    private static DeploymentState state(String name) {
        return states().stream()
                .filter(state -> state.getClass().getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<DeploymentState> states() {
        return List.of(
                new Idle(NOW, Optional.empty()),
                new Downloading(NOW, NEXT),
                new Verifying(NOW, NEXT),
                new Trialling(NOW, NEXT),
                new Soaking(NOW, NEXT),
                new RollingBack(NOW, REJECTION));
    }

    @Test
    void next_outcomeOfAnotherOffer_meansNothing() {
        OfferId late = OfferId.of(offer(3, 2));
        for (DeploymentState state : states()) {
            Stream.of(
                            new Downloaded(late),
                            new Verified(late),
                            new TrialPassed(late),
                            new Soaked(late),
                            new Failed(late, WRONG),
                            new RolledBack(late))
                    .forEach(event ->
                            assertThat(DeploymentMachine.next(state, event)).isEqualTo(state));
        }
    }

    @Test
    void next_activeLost_makesThePreviousActive() {
        for (DeploymentState state : states()) {
            DeploymentState after = DeploymentMachine.next(state, new ActiveLost(installed(2), WRONG));
            if (state instanceof Soaking) {
                assertThat(after).isEqualTo(state);
            } else {
                assertThat(after).hasSameClassAs(state);
                assertThat(after.offer()).isEqualTo(state.offer());
                assertThat(after.versions()).isEqualTo(new Versions(Optional.of(installed(1)), Optional.empty()));
            }
            assertThat(DeploymentMachine.next(state, new ActiveLost(installed(1), WRONG)))
                    .isEqualTo(state);
        }
    }

    @Test
    void next_soaked_keepsTheVersionBefore() {
        assertThat(DeploymentMachine.next(new Soaking(NOW, NEXT), new Soaked(ID)))
                .isEqualTo(new Idle(versions(3, 2), Optional.empty()));
    }

    @Test
    void next_rejectedOffer_isNotTriedAgainButAHigherAttemptIs() {
        Idle idle = new Idle(NOW, Optional.of(new Rejection(offer(3, 2), WRONG)));
        assertThat(DeploymentMachine.next(idle, new Offered(offer(3, 1)))).isEqualTo(idle);
        assertThat(DeploymentMachine.next(idle, new Offered(offer(3, 2)))).isEqualTo(idle);
        assertThat(DeploymentMachine.next(idle, new Offered(offer(3, 3)))).isEqualTo(new Downloading(NOW, offer(3, 3)));
    }

    @Test
    void next_supersededOffer_mayComeBack() {
        DeploymentState superseded = DeploymentMachine.next(new Downloading(NOW, NEXT), new Offered(offer(4)));
        assertThat(superseded).isInstanceOfSatisfying(RollingBack.class, state -> {
            assertThat(state.rejection().offer()).isEqualTo(NEXT);
            assertThat(state.rejection().failure().code()).isEqualTo(FailureCode.SUPERSEDED);
        });
        DeploymentState idle = DeploymentMachine.next(superseded, new RolledBack(ID));
        assertThat(DeploymentMachine.next(idle, new Offered(NEXT))).isEqualTo(new Downloading(NOW, NEXT));
    }

    @Test
    void next_startedWhereAModelMayHaveCrashedUs_saysWhich() {
        assertThat(rejectionCode(new Trialling(NOW, NEXT))).isEqualTo(FailureCode.TRIAL_CRASHED);
        assertThat(rejectionCode(new Soaking(NOW, NEXT))).isEqualTo(FailureCode.CRASHED_WHILE_ACTIVATING);
    }

    private static FailureCode rejectionCode(DeploymentState found) {
        RollingBack after = (RollingBack) DeploymentMachine.next(found, new Started());
        return after.rejection().failure().code();
    }

    @Test
    void report_wholeWayToServing_namesEachStage() {
        assertThat(reports(
                        new Idle(NOW, Optional.empty()),
                        new Offered(NEXT),
                        new Downloaded(ID),
                        new Verified(ID),
                        new TrialPassed(ID),
                        new Soaked(ID),
                        new Offered(NEXT)))
                .extracting(DeploymentReport::stage)
                .containsExactly(
                        Stage.DOWNLOADING,
                        Stage.VERIFYING,
                        Stage.TRIALLING,
                        Stage.SOAKING,
                        Stage.SERVING,
                        Stage.SERVING);
    }

    @Test
    void report_rejection_isToldOnceTheOldVersionServesAndAgainWhenAsked() {
        List<DeploymentReport> reports = reports(
                new Trialling(NOW, NEXT),
                new Failed(ID, WRONG),
                new RolledBack(ID),
                new Offered(NEXT),
                new Withdrawn());
        DeploymentReport rejected =
                new DeploymentReport(NEXT.rollout(), 1, NEXT.model(), Stage.REJECTED, Optional.of(WRONG), AT);
        assertThat(reports).containsExactly(rejected, rejected);
    }

    @Test
    void report_activeLost_isNoStageOfAnOffer() {
        assertThat(reports(new Downloading(NOW, NEXT), new ActiveLost(installed(2), WRONG)))
                .isEmpty();
    }

    private static List<DeploymentReport> reports(DeploymentState from, DeploymentEvent... events) {
        List<DeploymentReport> reports = new ArrayList<>();
        DeploymentState state = from;
        for (DeploymentEvent event : events) {
            DeploymentState next = DeploymentMachine.next(state, event);
            DeploymentMachine.report(state, event, next, AT).ifPresent(reports::add);
            state = next;
        }
        return reports;
    }

    /** Whatever happens in whatever order, the active version changes only by a soak that went well or by its own loss. */
    @Test
    void next_anyEvents_neverLoseTheActiveVersion() {
        Random random = new Random(42);
        DeploymentState state = new Idle(NOW, Optional.empty());
        for (int i = 0; i < 100_000; i++) {
            DeploymentEvent event = anyEvent(random);
            DeploymentState next = DeploymentMachine.next(state, event);
            if (!next.versions().equals(state.versions())) {
                assertThat(event).isInstanceOfAny(Soaked.class, ActiveLost.class);
            }
            assertThat(next.manifests()).containsAll(next.versions().manifests());
            DeploymentMachine.report(state, event, next, AT);
            state = next.versions().active().isEmpty() ? new Idle(NOW, Optional.empty()) : next;
        }
    }

    private static DeploymentEvent anyEvent(Random random) {
        Offer offer = offer(1 + random.nextInt(4), 1 + random.nextInt(2));
        OfferId id = OfferId.of(offer);
        return switch (random.nextInt(11)) {
            case 0, 1 -> new Offered(offer);
            case 2 -> new Withdrawn();
            case 3 -> new Started();
            case 4 -> new Stopped();
            case 5 -> new Downloaded(id);
            case 6 -> new Verified(id);
            case 7 -> new TrialPassed(id);
            case 8 -> new Soaked(id);
            case 9 -> random.nextInt(5) > 0 ? new RolledBack(id) : new ActiveLost(Installed.of(offer), WRONG);
            default -> new Failed(id, new Failure(FailureCode.SOAK_FAILED, "3 of 4"));
        };
    }
}
