package io.fieldloop.agent.deployment;

import io.fieldloop.agent.deployment.DeploymentEvent.ActiveLost;
import io.fieldloop.agent.deployment.DeploymentEvent.Downloaded;
import io.fieldloop.agent.deployment.DeploymentEvent.Failed;
import io.fieldloop.agent.deployment.DeploymentEvent.Offered;
import io.fieldloop.agent.deployment.DeploymentEvent.Outcome;
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
import java.util.Optional;

/** The rules of the package's table, without any effect. */
final class DeploymentMachine {
    private DeploymentMachine() {}

    /** What becomes of {@code state} by {@code event}; the same state when the event means nothing in it. */
    static DeploymentState next(DeploymentState state, DeploymentEvent event) {
        return switch (state) {
            case Idle idle -> idle(idle, event);
            case Downloading downloading -> downloading(downloading, event);
            case Verifying verifying -> verifying(verifying, event);
            case Trialling trialling -> trialling(trialling, event);
            case Soaking soaking -> soaking(soaking, event);
            case RollingBack rollingBack -> rollingBack(rollingBack, event);
        };
    }

    private static DeploymentState idle(Idle state, DeploymentEvent event) {
        return switch (event) {
            case Offered(var offer) when isNew(state, offer) -> new Downloading(state.versions(), offer);
            case ActiveLost(var version, var _) -> without(version, state);
            case Offered _, Withdrawn _, Started _, Stopped _ -> state;
            case Outcome _ -> state;
        };
    }

    private static boolean isNew(Idle state, Offer offer) {
        return !state.versions().isActive(Installed.of(offer))
                && state.lastRejection().filter(last -> last.answers(offer)).isEmpty();
    }

    private static DeploymentState downloading(Downloading state, DeploymentEvent event) {
        return switch (event) {
            case Offered(var newer)
            when !isFor(state.offered(), OfferId.of(newer)) ->
                superseded(state, state.offered(), "offer " + OfferId.of(newer) + " replaced it");
            case Withdrawn _ -> superseded(state, state.offered(), "the offer was withdrawn");
            case ActiveLost(var version, var _) -> without(version, state);
            case Downloaded(var id) when isFor(state.offered(), id) -> new Verifying(state.versions(), state.offered());
            case Failed(var id, var why) when isFor(state.offered(), id) -> rejected(state, state.offered(), why);
            case Offered _, Started _, Stopped _ -> state;
            case Outcome _ -> state;
        };
    }

    private static DeploymentState verifying(Verifying state, DeploymentEvent event) {
        return switch (event) {
            case ActiveLost(var version, var _) -> without(version, state);
            case Verified(var id) when isFor(state.offered(), id) -> new Trialling(state.versions(), state.offered());
            case Failed(var id, var why) when isFor(state.offered(), id) -> rejected(state, state.offered(), why);
            case Offered _, Withdrawn _, Started _, Stopped _ -> state;
            case Outcome _ -> state;
        };
    }

    private static DeploymentState trialling(Trialling state, DeploymentEvent event) {
        return switch (event) {
            case Started _ -> rejected(state, state.offered(), crashed(FailureCode.TRIAL_CRASHED, "tried"));
            case Stopped _ -> new Verifying(state.versions(), state.offered());
            case ActiveLost(var version, var _) -> without(version, state);
            case TrialPassed(var id) when isFor(state.offered(), id) -> new Soaking(state.versions(), state.offered());
            case Failed(var id, var why) when isFor(state.offered(), id) -> rejected(state, state.offered(), why);
            case Offered _, Withdrawn _ -> state;
            case Outcome _ -> state;
        };
    }

    private static DeploymentState soaking(Soaking state, DeploymentEvent event) {
        return switch (event) {
            case Started _ ->
                rejected(state, state.offered(), crashed(FailureCode.CRASHED_WHILE_ACTIVATING, "activated"));
            case Stopped _ -> new Verifying(state.versions(), state.offered());
            case Soaked(var id)
            when isFor(state.offered(), id) ->
                new Idle(state.versions().activated(Installed.of(state.offered())), Optional.empty());
            case Failed(var id, var why) when isFor(state.offered(), id) -> rejected(state, state.offered(), why);
            case Offered _, Withdrawn _, ActiveLost _ -> state;
            case Outcome _ -> state;
        };
    }

    private static DeploymentState rollingBack(RollingBack state, DeploymentEvent event) {
        return switch (event) {
            case ActiveLost(var version, var _) -> without(version, state);
            case RolledBack(var id)
            when isFor(state.rejection().offer(), id) ->
                new Idle(state.versions(), Optional.of(state.rejection()).filter(Rejection::isLasting));
            case Offered _, Withdrawn _, Started _, Stopped _ -> state;
            case Outcome _ -> state;
        };
    }

    private static boolean isFor(Offer offer, OfferId id) {
        return OfferId.of(offer).equals(id);
    }

    private static RollingBack rejected(DeploymentState state, Offer offer, Failure why) {
        return new RollingBack(state.versions(), new Rejection(offer, why));
    }

    private static RollingBack superseded(DeploymentState state, Offer offer, String why) {
        return rejected(state, offer, new Failure(FailureCode.SUPERSEDED, why));
    }

    private static Failure crashed(FailureCode code, String what) {
        return new Failure(code, "the agent or its device went down while the model was being " + what);
    }

    private static DeploymentState without(Installed version, DeploymentState state) {
        return state.versions().isActive(version) ? state.with(state.versions().lost()) : state;
    }

    /**
     * What the hub hears of a transition; empty when nothing changed for it. An offer that was answered before is answered
     * again, because the answer may have been lost.
     */
    static Optional<DeploymentReport> report(
            DeploymentState before, DeploymentEvent event, DeploymentState after, Instant at) {
        if (before.equals(after)) {
            return before instanceof Idle idle && event instanceof Offered(var offer)
                    ? answer(idle, offer, at)
                    : Optional.empty();
        }
        if (event instanceof ActiveLost) {
            return Optional.empty();
        }
        return switch (after) {
            case Downloading(var _, var offer) -> Optional.of(reached(offer, Stage.DOWNLOADING, at));
            case Verifying(var _, var offer) -> Optional.of(reached(offer, Stage.VERIFYING, at));
            case Trialling(var _, var offer) -> Optional.of(reached(offer, Stage.TRIALLING, at));
            case Soaking(var _, var offer) -> Optional.of(reached(offer, Stage.SOAKING, at));
            case RollingBack _ -> Optional.empty();
            case Idle _ -> Optional.of(concluded(before, at));
        };
    }

    private static Optional<DeploymentReport> answer(Idle state, Offer offer, Instant at) {
        if (state.versions().isActive(Installed.of(offer))) {
            return Optional.of(reached(offer, Stage.SERVING, at));
        }
        return state.lastRejection()
                .filter(last -> isFor(last.offer(), OfferId.of(offer)))
                .map(last -> refused(last, at));
    }

    private static DeploymentReport concluded(DeploymentState before, Instant at) {
        return switch (before) {
            case Soaking(var _, var offer) -> reached(offer, Stage.SERVING, at);
            case RollingBack(var _, var rejection) -> refused(rejection, at);
            case Idle _, Downloading _, Verifying _, Trialling _ ->
                throw new IllegalStateException("no way leads from " + before + " to idle");
        };
    }

    private static DeploymentReport reached(Offer offer, Stage stage, Instant at) {
        return new DeploymentReport(offer.rollout(), offer.attempt(), offer.model(), stage, Optional.empty(), at);
    }

    private static DeploymentReport refused(Rejection rejection, Instant at) {
        Offer offer = rejection.offer();
        return new DeploymentReport(
                offer.rollout(), offer.attempt(), offer.model(), Stage.REJECTED, Optional.of(rejection.failure()), at);
    }
}
