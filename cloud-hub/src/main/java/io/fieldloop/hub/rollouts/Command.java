package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.rollouts.RolloutEvent.CancelAsked;
import io.fieldloop.hub.rollouts.RolloutEvent.PauseAsked;
import io.fieldloop.hub.rollouts.RolloutEvent.ResumeAsked;
import io.fieldloop.hub.rollouts.RolloutEvent.RetryAsked;
import io.fieldloop.hub.rollouts.RolloutState.Cancelled;
import io.fieldloop.hub.rollouts.RolloutState.Halted;
import io.fieldloop.hub.rollouts.RolloutState.Paused;
import io.fieldloop.hub.rollouts.RolloutState.Running;
import io.fieldloop.hub.rollouts.RolloutState.Succeeded;
import java.util.Optional;

/** What a person may ask of a rollout. */
enum Command {
    /** Hold the next wave back. */
    PAUSE,
    /** Go on after a pause. */
    RESUME,
    /** Offer again to the devices that rejected the version. */
    RETRY,
    /** End it and withdraw what does not serve. */
    CANCEL;

    RolloutEvent event(String by) {
        return switch (this) {
            case PAUSE -> new PauseAsked(by);
            case RESUME -> new ResumeAsked();
            case RETRY -> new RetryAsked();
            case CANCEL -> new CancelAsked(by);
        };
    }

    /** Why this cannot be done where the rollout stands; empty if it can, or is done already. */
    Optional<String> refusal(RolloutState state) {
        return switch (state) {
            case Succeeded _ -> Optional.of("the rollout has succeeded");
            case Cancelled _ -> this == CANCEL ? Optional.empty() : Optional.of("the rollout was cancelled");
            case Halted halted ->
                this == RESUME
                        ? Optional.of(halted.reason() + "; retry to offer it again, or cancel the rollout")
                        : Optional.empty();
            case Running _, Paused _ ->
                this == RETRY ? Optional.of("no device of the rollout rejected the version") : Optional.empty();
        };
    }
}
