package io.fieldloop.hub.rollouts;

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

/** The rule of a rollout; the table of this package in code. An event that does not fit leaves the state as it is. */
final class RolloutMachine {
    private RolloutMachine() {}

    static RolloutState next(RolloutState state, RolloutEvent event) {
        return switch (state) {
            case Running running -> next(running, event);
            case Paused paused -> next(paused, event);
            case Halted halted -> next(halted, event);
            case Succeeded _, Cancelled _ -> state;
        };
    }

    private static RolloutState next(Running state, RolloutEvent event) {
        return switch (event) {
            case WavePassed passed
            when passed.wave() == state.wave() ->
                passed.last() ? new Succeeded(state.wave()) : new Running(state.wave() + 1);
            case DeviceRejected rejected when rejected.wave() == state.wave() -> halted(rejected);
            case PauseAsked(String by) -> new Paused(state.wave(), "paused by " + by);
            case CancelAsked asked -> cancelled(state, asked);
            case WavePassed _, DeviceRejected _, ResumeAsked _, RetryAsked _ -> state;
        };
    }

    private static RolloutState next(Paused state, RolloutEvent event) {
        return switch (event) {
            case DeviceRejected rejected when rejected.wave() == state.wave() -> halted(rejected);
            case ResumeAsked _ -> new Running(state.wave());
            case CancelAsked asked -> cancelled(state, asked);
            case WavePassed _, DeviceRejected _, PauseAsked _, RetryAsked _ -> state;
        };
    }

    private static RolloutState next(Halted state, RolloutEvent event) {
        return switch (event) {
            case RetryAsked _ -> new Running(state.wave());
            case CancelAsked asked -> cancelled(state, asked);
            case WavePassed _, DeviceRejected _, PauseAsked _, ResumeAsked _ -> state;
        };
    }

    private static Halted halted(DeviceRejected rejected) {
        return new Halted(
                rejected.wave(),
                "device %s rejected the version: %s: %s"
                        .formatted(
                                rejected.device(),
                                rejected.failure().code(),
                                rejected.failure().detail()));
    }

    private static Cancelled cancelled(RolloutState state, CancelAsked asked) {
        return new Cancelled(state.wave(), "cancelled by " + asked.by());
    }
}
