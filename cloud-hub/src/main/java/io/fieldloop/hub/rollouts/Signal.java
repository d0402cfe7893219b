package io.fieldloop.hub.rollouts;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.message.DeploymentReport;

/** What wakes the thread of the rollouts. */
sealed interface Signal {
    /** A device reported. */
    record Reported(DeviceId device, DeploymentReport report) implements Signal {}

    /** A transaction changed a rollout; what it offers is due to be published. */
    record Changed(RolloutId rollout) implements Signal {}

    /** A device has to be told once more what is wanted of it. */
    record Introduced(DeviceId device) implements Signal {}

    /** Somebody else wants something of devices; that is due to be published. */
    record Due() implements Signal {}
}
