package io.fieldloop.hub.rollouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.rollouts.RolloutEvent.CancelAsked;
import io.fieldloop.hub.rollouts.RolloutEvent.PauseAsked;
import io.fieldloop.hub.rollouts.RolloutEvent.ResumeAsked;
import io.fieldloop.hub.rollouts.RolloutEvent.RetryAsked;
import io.fieldloop.hub.rollouts.RolloutState.Halted;
import io.fieldloop.hub.rollouts.RolloutState.Paused;
import io.fieldloop.hub.rollouts.RolloutState.Running;
import io.fieldloop.hub.rollouts.RolloutState.Succeeded;
import io.fieldloop.hub.rollouts.Signal.Reported;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.fieldloop.protocol.message.DesiredState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The engine on a real database; the hub's own thread of rollouts never hears of these rollouts. */
@ExtendWith(SharedHub.class)
class RolloutEngineTest {
    private final RolloutBench bench;
    private final InMemoryDeviceChannel channel = new InMemoryDeviceChannel();
    private final DesiredStates desired;

    RolloutEngineTest(TestHub hub) {
        bench = new RolloutBench(hub);
        desired = new DesiredStates(bench.jdbi(), channel);
    }

    @BeforeEach
    void registerModel() {
        bench.registerVersions(3);
    }

    @Test
    void firstWave_ofANewRollout_isOfferedAndNoOther() {
        List<DeviceId> devices = bench.devices(3);
        RolloutId id = bench.start(2, List.of(devices.subList(0, 1), devices.subList(1, 3)));
        desired.publishDue();

        assertThat(channel.offers(devices.getFirst())).singleElement().satisfies(offer -> {
            assertThat(offer.rollout()).isEqualTo(id);
            assertThat(offer.attempt()).isEqualTo(1);
            assertThat(offer.model().version()).isEqualTo(2);
        });
        assertThat(channel.latest(devices.get(1))).isEmpty();
        assertThat(channel.latest(devices.get(2))).isEmpty();
    }

    @Test
    void wave_whenEveryDeviceServes_isFollowedByTheNextUntilTheRolloutSucceeds() {
        List<DeviceId> devices = bench.devices(3);
        RolloutId id = bench.start(2, List.of(devices.subList(0, 1), devices.subList(1, 3)));

        bench.report(id, devices.getFirst(), 1, Stage.SERVING);
        assertThat(bench.state(id)).isEqualTo(new Running(2));

        bench.report(id, devices.get(1), 1, Stage.SERVING);
        assertThat(bench.state(id)).isEqualTo(new Running(2));

        bench.report(id, devices.get(2), 1, Stage.SERVING);
        assertThat(bench.state(id)).isEqualTo(new Succeeded(2));
    }

    @Test
    void rejection_haltsTheRolloutWithAReasonThatNamesDeviceCodeAndDetail() {
        List<DeviceId> devices = bench.devices(2);
        RolloutId id = bench.start(2, List.of(devices.subList(0, 1), devices.subList(1, 2)));

        bench.report(id, devices.getFirst(), 1, Stage.REJECTED);

        assertThat(bench.state(id))
                .isInstanceOfSatisfying(
                        Halted.class,
                        halted -> assertThat(halted.reason())
                                .contains(devices.getFirst().value(), "TRIAL_TOO_SLOW", "9 ms, allowed are 5 ms"));
        desired.publishDue();
        assertThat(channel.latest(devices.get(1))).isEmpty();
    }

    @Test
    void retry_offersTheNextAttemptToTheRejectedDeviceAlone() {
        List<DeviceId> devices = bench.devices(2);
        RolloutId id = bench.start(2, List.of(devices));
        bench.report(id, devices.getFirst(), 1, Stage.SERVING);
        bench.report(id, devices.get(1), 1, Stage.REJECTED);

        bench.happen(id, new RetryAsked());
        desired.publishDue();

        assertThat(channel.offers(devices.getFirst()).getFirst().attempt()).isEqualTo(1);
        assertThat(channel.offers(devices.get(1)).getFirst().attempt()).isEqualTo(2);
        bench.report(id, devices.get(1), 1, Stage.REJECTED);
        assertThat(bench.state(id)).as("a late report of the first attempt").isEqualTo(new Running(1));
        bench.report(id, devices.get(1), 2, Stage.SERVING);
        assertThat(bench.state(id)).isEqualTo(new Succeeded(1));
    }

    @Test
    void pause_holdsTheNextWaveBackUntilResumed() {
        List<DeviceId> devices = bench.devices(2);
        RolloutId id = bench.start(2, List.of(devices.subList(0, 1), devices.subList(1, 2)));
        bench.happen(id, new PauseAsked("ada"));

        bench.report(id, devices.getFirst(), 1, Stage.SERVING);
        assertThat(bench.state(id)).isEqualTo(new Paused(1, "paused by ada"));

        bench.happen(id, new ResumeAsked());
        assertThat(bench.state(id)).isEqualTo(new Running(2));
    }

    @Test
    void cancel_givesDevicesThatDoNotServeBackWhatTheyServedLast() {
        List<DeviceId> devices = bench.devices(2);
        RolloutId before = bench.start(1, List.of(devices.subList(0, 1)));
        bench.report(before, devices.getFirst(), 1, Stage.SERVING);
        RolloutId id = bench.start(2, List.of(devices));
        desired.publishDue();

        bench.happen(id, new CancelAsked("ada"));
        desired.publishDue();

        assertThat(channel.offers(devices.getFirst())).singleElement().satisfies(offer -> {
            assertThat(offer.rollout()).isEqualTo(before);
            assertThat(offer.model().version()).isEqualTo(1);
        });
        assertThat(channel.offers(devices.get(1))).isEmpty();
        assertThat(channel.latest(devices.get(1)).orElseThrow().revision()).isEqualTo(2);
    }

    @Test
    void cancel_leavesDevicesAloneThatServeAlready() {
        List<DeviceId> devices = bench.devices(2);
        RolloutId id = bench.start(2, List.of(devices));
        bench.report(id, devices.getFirst(), 1, Stage.SERVING);

        bench.happen(id, new CancelAsked("ada"));
        desired.publishDue();

        assertThat(channel.offers(devices.getFirst()))
                .singleElement()
                .satisfies(offer -> assertThat(offer.rollout()).isEqualTo(id));
        assertThat(channel.offers(devices.get(1))).isEmpty();
    }

    @Test
    void device_thatServesTheVersionAlready_isDoneAtOnce() {
        List<DeviceId> devices = bench.devices(1);
        bench.serves(devices.getFirst(), 2);

        RolloutId id = bench.start(2, List.of(devices));

        assertThat(bench.state(id)).isEqualTo(new Succeeded(1));
    }

    @Test
    void hubThatDiesBetweenCommitAndPublication_isMadeGoodByTheNext() {
        List<DeviceId> devices = bench.devices(1);
        RolloutId id = bench.start(2, List.of(devices));
        // The first hub commits and dies here; a second one starts on the same database.
        var second = new DesiredStates(bench.jdbi(), channel);
        second.publishDue();
        DesiredState first = channel.latest(devices.getFirst()).orElseThrow();

        var third = new DesiredStates(bench.jdbi(), channel);
        third.allDue();
        third.publishDue();

        assertThat(channel.offers(devices.getFirst()).getFirst().rollout()).isEqualTo(id);
        assertThat(channel.latest(devices.getFirst()))
                .as("the same revision again")
                .contains(first);
        assertThat(channel.published(devices.getFirst())).hasSize(2);
    }

    @Test
    void channelThatFails_leavesTheOfferDue() {
        List<DeviceId> devices = bench.devices(1);
        bench.start(2, List.of(devices));
        channel.failNext();

        assertThat(catchThrowable(desired::publishDue)).isInstanceOf(IllegalStateException.class);
        desired.publishDue();

        assertThat(channel.offers(devices.getFirst())).hasSize(1);
    }

    /** Reports doubled, shuffled and of old attempts: the rollout ends where its devices do, and each wave in its turn. */
    @Test
    void anyReports_inAnyOrder_endWithEveryDeviceServing() {
        for (long seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            List<DeviceId> devices = bench.devices(7);
            RolloutId id = bench.start(2, List.of(devices.subList(0, 2), devices.subList(2, 7)));
            for (int round = 0; round < 60 && !(bench.state(id) instanceof Succeeded); round++) {
                bench.take(noise(random, id, devices));
                assertThat(bench.waveStates(id)).as("seed %d", seed).isNotIn(List.of(List.of("waiting", "passed")));
                if (bench.state(id) instanceof Halted) {
                    bench.happen(id, new RetryAsked());
                }
            }
            assertThat(bench.state(id)).as("seed %d", seed).isEqualTo(new Succeeded(2));
            assertThat(bench.stages(id)).as("seed %d", seed).containsOnly(Map.entry("SERVING", 7));
        }
    }

    private List<Reported> noise(Random random, RolloutId id, List<DeviceId> devices) {
        List<Reported> reports = new ArrayList<>();
        for (DeviceId device : devices) {
            int attempt = bench.attempt(id, device);
            Stage end = random.nextInt(6) == 0 ? Stage.REJECTED : Stage.SERVING;
            for (Stage stage : List.of(Stage.DOWNLOADING, Stage.TRIALLING, end, end)) {
                if (attempt > 0 && random.nextBoolean()) {
                    reports.add(new Reported(device, bench.reportOf(id, attempt, stage)));
                }
                if (attempt > 1) {
                    reports.add(new Reported(device, bench.reportOf(id, attempt - 1, Stage.REJECTED)));
                }
            }
        }
        Collections.shuffle(reports, random);
        return reports;
    }
}
