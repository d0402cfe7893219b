package io.fieldloop.hub.rollouts;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Failure;

/** What may happen to a rollout. */
sealed interface RolloutEvent {
    /**
     * Every device of a wave serves.
     *
     * @param wave which one; not the present one means stale
     * @param last whether no wave follows
     */
    record WavePassed(int wave, boolean last) implements RolloutEvent {}

    /**
     * A device rejected its present offer.
     *
     * @param wave the wave of the device
     */
    record DeviceRejected(int wave, DeviceId device, Failure failure) implements RolloutEvent {}

    /** A person holds the next wave back. */
    record PauseAsked(String by) implements RolloutEvent {}

    /** A person lets a paused rollout go on. */
    record ResumeAsked() implements RolloutEvent {}

    /** A person offers the version again to the devices that rejected it. */
    record RetryAsked() implements RolloutEvent {}

    /** A person ends the rollout. */
    record CancelAsked(String by) implements RolloutEvent {}
}
