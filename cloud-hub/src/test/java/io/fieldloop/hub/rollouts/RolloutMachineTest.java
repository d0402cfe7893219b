package io.fieldloop.hub.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.rollouts.RolloutEvent.CancelAsked;
import io.fieldloop.hub.rollouts.RolloutEvent.DeviceRejected;
import io.fieldloop.hub.rollouts.RolloutEvent.PauseAsked;
import io.fieldloop.hub.rollouts.RolloutEvent.ResumeAsked;
import io.fieldloop.hub.rollouts.RolloutEvent.RetryAsked;
import io.fieldloop.hub.rollouts.RolloutEvent.WavePassed;
import io.fieldloop.hub.rollouts.RolloutState.Cancelled;
import io.fieldloop.hub.rollouts.RolloutState.Halted;
import io.fieldloop.hub.rollouts.RolloutState.Paused;
import io.fieldloop.hub.rollouts.RolloutState.Running;
import io.fieldloop.hub.rollouts.RolloutState.Succeeded;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutMachineTest {
    private static final Running RUNNING = new Running(2);
    private static final Paused PAUSED = new Paused(2, "paused by ada");
    private static final Halted HALTED = new Halted(2, "an earlier rejection");
    private static final Succeeded SUCCEEDED = new Succeeded(2);
    private static final Cancelled CANCELLED = new Cancelled(2, "cancelled by bob");

    private static final WavePassed PASSED = new WavePassed(2, false);
    private static final WavePassed LAST_PASSED = new WavePassed(2, true);
    private static final WavePassed PASSED_BEFORE = new WavePassed(1, true);
    private static final WavePassed PASSED_AHEAD = new WavePassed(3, true);
    private static final DeviceRejected REJECTED = rejected(2);
    private static final DeviceRejected REJECTED_ELSEWHERE = rejected(1);
    private static final PauseAsked PAUSE = new PauseAsked("ada");
    private static final ResumeAsked RESUME = new ResumeAsked();
    private static final RetryAsked RETRY = new RetryAsked();
    private static final CancelAsked CANCEL = new CancelAsked("bob");
    private static final List<RolloutEvent> EVENTS = List.of(
            PASSED,
            LAST_PASSED,
            PASSED_BEFORE,
            PASSED_AHEAD,
            REJECTED,
            REJECTED_ELSEWHERE,
            PAUSE,
            RESUME,
            RETRY,
            CANCEL);

    private static final Halted HALTED_BY_REJECTION =
            new Halted(2, "device line-7 rejected the version: TRIAL_TOO_SLOW: 9 ms, allowed are 5 ms");

    /** One row a state, one column an event, in the order of {@link #EVENTS}. */
    private static final List<List<RolloutState>> TABLE = List.of(
            List.of(
                    new Running(3),
                    SUCCEEDED,
                    RUNNING,
                    RUNNING,
                    HALTED_BY_REJECTION,
                    RUNNING,
                    PAUSED,
                    RUNNING,
                    RUNNING,
                    CANCELLED),
            List.of(PAUSED, PAUSED, PAUSED, PAUSED, HALTED_BY_REJECTION, PAUSED, PAUSED, RUNNING, PAUSED, CANCELLED),
            List.of(HALTED, HALTED, HALTED, HALTED, HALTED, HALTED, HALTED, HALTED, RUNNING, CANCELLED),
            List.of(
                    SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED,
                    SUCCEEDED),
            List.of(
                    CANCELLED, CANCELLED, CANCELLED, CANCELLED, CANCELLED, CANCELLED, CANCELLED, CANCELLED, CANCELLED,
                    CANCELLED));

    private static final List<RolloutState> STATES = List.of(RUNNING, PAUSED, HALTED, SUCCEEDED, CANCELLED);

    static Stream<Arguments> everyPair() {
        return Stream.iterate(0, i -> i < STATES.size() * EVENTS.size(), i -> i + 1)
                .map(i -> Arguments.of(
                        STATES.get(i / EVENTS.size()),
                        EVENTS.get(i % EVENTS.size()),
                        TABLE.get(i / EVENTS.size()).get(i % EVENTS.size())));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void everyState_everyEvent_leadsWhereTheTableSays(RolloutState state, RolloutEvent event, RolloutState expected) {
        assertThat(RolloutMachine.next(state, event)).isEqualTo(expected);
    }

    @Test
    void table_coversEveryKindOfStateAndEvent() {
        assertThat(STATES).map(Object::getClass).hasSameSizeAs(RolloutState.class.getPermittedSubclasses());
        assertThat(EVENTS.stream().map(Object::getClass).distinct())
                .hasSameSizeAs(RolloutEvent.class.getPermittedSubclasses());
    }

    @Test
    void anyEvents_inAnyOrder_neverSkipAWaveNorLeaveAnEnd() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            RolloutState state = new Running(1);
            for (int step = 0; step < 60; step++) {
                RolloutState next = RolloutMachine.next(state, EVENTS.get(random.nextInt(EVENTS.size())));
                assertThat(next.wave()).as("seed %d", seed).isBetween(state.wave(), state.wave() + 1);
                if (state instanceof Succeeded || state instanceof Cancelled) {
                    assertThat(next).as("seed %d", seed).isEqualTo(state);
                }
                state = next;
            }
        }
    }

    private static DeviceRejected rejected(int wave) {
        return new DeviceRejected(
                wave, new DeviceId("line-7"), new Failure(FailureCode.TRIAL_TOO_SLOW, "9 ms, allowed are 5 ms"));
    }
}
