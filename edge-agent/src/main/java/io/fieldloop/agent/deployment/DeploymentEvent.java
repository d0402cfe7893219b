package io.fieldloop.agent.deployment;

import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.message.Offer;

/** What can happen to one model's deployment. */
public sealed interface DeploymentEvent {
    /** The hub wants this package to serve. */
    record Offered(Offer offer) implements DeploymentEvent {}

    /** The hub wants no package of this model any more; what serves goes on. */
    record Withdrawn() implements DeploymentEvent {}

    /** The agent started and found the state on its disk. */
    record Started() implements DeploymentEvent {}

    /** The agent is being stopped in good order. */
    record Stopped() implements DeploymentEvent {}

    /** The active version cannot be made to serve. */
    record ActiveLost(Installed version, Failure failure) implements DeploymentEvent {}

    /** The outcome of a step that was taken for an offer. One for another offer than the state's comes too late. */
    sealed interface Outcome extends DeploymentEvent {
        /** The offer that the step was taken for. */
        OfferId id();
    }

    /** Every byte of the package is here. */
    record Downloaded(OfferId id) implements Outcome {}

    /** The package is what was signed and offered. */
    record Verified(OfferId id) implements Outcome {}

    /** The model did on this device what its manifest promises. */
    record TrialPassed(OfferId id) implements Outcome {}

    /** The model served under watch, and did well. */
    record Soaked(OfferId id) implements Outcome {}

    /** A step failed, ran out of time, or is not wanted any more. */
    record Failed(OfferId id, Failure failure) implements Outcome {}

    /** What was active before serves. */
    record RolledBack(OfferId id) implements Outcome {}
}
