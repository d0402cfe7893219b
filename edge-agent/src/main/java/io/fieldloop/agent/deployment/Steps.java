package io.fieldloop.agent.deployment;

import io.fieldloop.agent.deployment.DeploymentEvent.ActiveLost;
import io.fieldloop.agent.deployment.DeploymentEvent.Downloaded;
import io.fieldloop.agent.deployment.DeploymentEvent.Failed;
import io.fieldloop.agent.deployment.DeploymentEvent.RolledBack;
import io.fieldloop.agent.deployment.DeploymentEvent.Soaked;
import io.fieldloop.agent.deployment.DeploymentEvent.TrialPassed;
import io.fieldloop.agent.deployment.DeploymentEvent.Verified;
import io.fieldloop.agent.deployment.DeploymentState.Downloading;
import io.fieldloop.agent.deployment.DeploymentState.Idle;
import io.fieldloop.agent.deployment.DeploymentState.RollingBack;
import io.fieldloop.agent.deployment.DeploymentState.Soaking;
import io.fieldloop.agent.deployment.DeploymentState.Trialling;
import io.fieldloop.agent.deployment.DeploymentState.Verifying;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.Standby;
import io.fieldloop.agent.inference.Tally;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.message.Offer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done in each state of one model's deployment. Each step may block, and is interrupted when its turn is over. */
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    private final Packages packages;
    private final Trial trial;
    private final InferencePool pool;
    private final Soak soak;

    /** What runs on the processor until the agent ends, whatever was measured. */
    private volatile Optional<Installed> distrusted = Optional.empty();

    /** What the pool serves; changed only by the step whose turn it is. */
    private volatile Optional<Installed> serving = Optional.empty();

    Steps(Packages packages, Trial trial, InferencePool pool, Soak soak) {
        this.packages = packages;
        this.trial = trial;
        this.pool = pool;
        this.soak = soak;
    }

    /** Whether the version that has to serve in this state does. A soaking one serves under watch, and is not meant. */
    boolean isRestored(DeploymentState state) {
        return state instanceof Soaking || state.versions().active().equals(serving);
    }

    /**
     * Sees to it that the active version serves, in every state but {@link Soaking}, where it does already.
     *
     * @return that it is lost, if it cannot serve
     */
    Optional<ActiveLost> restore(DeploymentState state, Turn turn) throws InterruptedException {
        if (isRestored(state)) {
            return Optional.empty();
        }
        Optional<Installed> active = state.versions().active();
        if (active.isEmpty()) {
            serve(turn, Optional.empty(), pool::clear);
            return Optional.empty();
        }
        try {
            activate(active.get(), turn, pool.standBy(load(active.get())));
            return Optional.empty();
        } catch (DeploymentException e) {
            return Optional.of(new ActiveLost(active.get(), e.failure()));
        } catch (ModelException e) {
            return Optional.of(new ActiveLost(active.get(), refused(e).failure()));
        }
    }

    private LoadedModel load(Installed version) throws DeploymentException, ModelException, InterruptedException {
        return distrusted.equals(Optional.of(version)) ? packages.loadOnProcessor(version) : packages.load(version);
    }

    /** Takes {@code version} off its accelerator, whose driver may be what takes the agent down. */
    void distrustAccelerator(Installed version) {
        distrusted = Optional.of(version);
    }

    /**
     * Measures what serves again.
     *
     * @return whether it should be loaded anew, to run elsewhere
     */
    boolean remeasure() throws InterruptedException {
        try {
            return serving.isPresent() && packages.remeasure(serving.get());
        } catch (DeploymentException e) {
            LOG.warn("{} cannot be measured again: {}", serving, e.getMessage());
            return false;
        }
    }

    /** What serves is to be loaded anew; it serves on until then. */
    void expire() {
        serving = Optional.empty();
    }

    private void activate(Installed version, Turn turn, Standby standby) throws InterruptedException {
        try {
            serve(turn, Optional.of(version), () -> pool.swap(standby));
        } catch (InterruptedException e) {
            standby.close();
            throw e;
        }
    }

    private void serve(Turn turn, Optional<Installed> version, Runnable change) throws InterruptedException {
        boolean changed = turn.use(() -> {
            change.run();
            serving = version;
        });
        if (!changed) {
            throw new InterruptedException("the turn of this step is over");
        }
    }

    private static DeploymentException refused(ModelException e) {
        return new DeploymentException(FailureCode.TRIAL_LOAD_FAILED, String.valueOf(e.getMessage()), e);
    }

    /**
     * Does what a state is there for.
     *
     * @return what came of it; empty when there is nothing to do
     */
    Optional<DeploymentEvent> run(DeploymentState state, Turn turn) throws InterruptedException {
        return switch (state) {
            case Idle _ -> Optional.empty();
            case Downloading(var _, var offer) -> Optional.of(outcome(offer, () -> download(offer)));
            case Verifying(var _, var offer) -> Optional.of(outcome(offer, () -> verify(offer)));
            case Trialling(var _, var offer) -> Optional.of(outcome(offer, () -> trial(offer)));
            case Soaking(var _, var offer) -> Optional.of(outcome(offer, () -> soak(offer, turn)));
            case RollingBack(var _, var rejection) -> Optional.of(new RolledBack(OfferId.of(rejection.offer())));
        };
    }

    @FunctionalInterface
    private interface Step {
        DeploymentEvent take() throws DeploymentException, ModelException, InterruptedException;
    }

    private static DeploymentEvent outcome(Offer offer, Step step) throws InterruptedException {
        try {
            return step.take();
        } catch (DeploymentException e) {
            LOG.info("offer={} failed", OfferId.of(offer), e);
            return new Failed(OfferId.of(offer), e.failure());
        } catch (ModelException e) {
            return new Failed(OfferId.of(offer), refused(e).failure());
        }
    }

    private DeploymentEvent download(Offer offer) throws DeploymentException, InterruptedException {
        packages.download(offer);
        return new Downloaded(OfferId.of(offer));
    }

    private DeploymentEvent verify(Offer offer) throws DeploymentException {
        packages.verify(offer);
        return new Verified(OfferId.of(offer));
    }

    private DeploymentEvent trial(Offer offer) throws DeploymentException, InterruptedException {
        Trial.Verdict verdict = trial.run(packages.open(Installed.of(offer)));
        LOG.info("offer={} model={} trial={}", OfferId.of(offer), offer.model(), verdict);
        return switch (verdict) {
            case Trial.Verdict.Passed _ -> new TrialPassed(OfferId.of(offer));
            case Trial.Verdict.Failed(var failure) -> new Failed(OfferId.of(offer), failure);
        };
    }

    private DeploymentEvent soak(Offer offer, Turn turn)
            throws DeploymentException, ModelException, InterruptedException {
        Installed next = Installed.of(offer);
        Standby standby = pool.standBy(packages.load(next));
        Judge judge = new Judge(soak, pool.tally());
        activate(next, turn, standby);
        Tally tally = standby.await(judge::isOver, soak.atMost());
        requireNoObjection(judge, tally);
        requireEnded(tally.begun(), standby);
        return new Soaked(OfferId.of(offer));
    }

    private static void requireNoObjection(Judge judge, Tally tally) throws DeploymentException {
        Optional<String> objection = judge.objection(tally);
        if (objection.isPresent()) {
            throw new DeploymentException(FailureCode.SOAK_FAILED, objection.get());
        }
    }

    /** A model that was asked and does not answer hangs; one that was not asked at all did nothing wrong. */
    private void requireEnded(long begun, Standby standby) throws DeploymentException, InterruptedException {
        Tally tally = standby.await(now -> now.ended() >= begun, soak.atMost());
        if (tally.ended() < begun) {
            throw new DeploymentException(
                    FailureCode.SOAK_FAILED,
                    "of %d inferences %d have not ended after %s"
                            .formatted(begun, begun - tally.ended(), soak.atMost()));
        }
    }
}
