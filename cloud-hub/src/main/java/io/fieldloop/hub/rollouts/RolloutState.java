package io.fieldloop.hub.rollouts;

/**
 * Where a rollout stands. It is always at one wave, counted from 1; the waves before it have passed, those after it
 * wait.
 */
sealed interface RolloutState {
    /** The wave it is at, or was at when it ended. */
    int wave();

    /** The wave has its offers; the next one follows when every device of this one serves. */
    record Running(int wave) implements RolloutState {}

    /**
     * A person holds the next wave back. Offers already made stay.
     *
     * @param reason one sentence for a person
     */
    record Paused(int wave, String reason) implements RolloutState {}

    /**
     * A device rejected the version. Nothing goes on over a rejection: it is retried or the rollout is cancelled.
     *
     * @param reason names the device, the failure code and its detail
     */
    record Halted(int wave, String reason) implements RolloutState {}

    /** Every device of every wave serves. */
    record Succeeded(int wave) implements RolloutState {}

    /** A person ended it; offers that were not serving are withdrawn. */
    record Cancelled(int wave, String reason) implements RolloutState {}
}
