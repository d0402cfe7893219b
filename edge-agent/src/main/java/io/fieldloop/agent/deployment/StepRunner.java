package io.fieldloop.agent.deployment;

import io.fieldloop.agent.deployment.DeploymentEvent.ActiveLost;
import io.fieldloop.agent.deployment.DeploymentEvent.Failed;
import io.fieldloop.agent.deployment.DeploymentEvent.RolledBack;
import io.fieldloop.agent.deployment.DeploymentState.Downloading;
import io.fieldloop.agent.deployment.DeploymentState.Idle;
import io.fieldloop.agent.deployment.DeploymentState.RollingBack;
import io.fieldloop.agent.deployment.DeploymentState.Soaking;
import io.fieldloop.agent.deployment.DeploymentState.Trialling;
import io.fieldloop.agent.deployment.DeploymentState.Verifying;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelName;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the step of the state that a deployment is in, on a thread of its own, so that its owner does not hang when the step
 * does. One thread at a time: the owner's.
 */
final class StepRunner {
    private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final ModelName model;
    private final Steps steps;
    private final Deadlines deadlines;
    private final Listener listener;
    private @Nullable Running running;

    StepRunner(ModelName model, Steps steps, Deadlines deadlines, Listener listener) {
        this.model = model;
        this.steps = steps;
        this.deadlines = deadlines;
        this.listener = listener;
    }

    /** Hears of a step, on the step's thread. It may be late: the turn may be over by then. */
    interface Listener {
        /** The active version serves. */
        void restored(Turn turn);

        /** The step ended; {@code outcome} is empty when nothing follows from it. */
        void ended(Turn turn, Optional<DeploymentEvent> outcome);
    }

    private record Running(DeploymentState state, Turn turn, Thread thread, Duration allowed, long startNanos) {
        Running(DeploymentState state, Turn turn, Thread thread, Duration allowed) {
            this(state, turn, thread, allowed, System.nanoTime());
        }

        long leftNanos() {
            return startNanos + allowed.toNanos() - System.nanoTime();
        }
    }

    /** Begins the step of {@code state}; the one before it loses its turn. */
    void begin(DeploymentState state) {
        endTurn();
        Turn turn = new Turn();
        Thread thread = Thread.ofPlatform()
                .name("deployment-%s-step".formatted(model))
                .daemon()
                .unstarted(() -> run(state, turn));
        running = new Running(state, turn, thread, steps.isRestored(state) ? allowed(state) : deadlines.restore());
        thread.start();
    }

    /** Whether this is the step at work. */
    boolean isCurrent(Turn turn) {
        return running != null && running.turn() == turn;
    }

    /** The active version serves, so the time of the state itself begins. */
    void restored() {
        if (running != null) {
            running = new Running(running.state(), running.turn(), running.thread(), allowed(running.state()));
        }
    }

    /** The step ended by itself. */
    void ended() {
        running = null;
    }

    /** How long the owner may wait for something else to happen. */
    Duration left() {
        return running == null ? Duration.ofDays(1) : Duration.ofNanos(Math.max(0, running.leftNanos()));
    }

    /** Takes the turn from a step whose deadline has passed, and says what follows; empty when none has. */
    Optional<DeploymentEvent> overdue() {
        Running late = running;
        if (late == null || late.leftNanos() > 0) {
            return Optional.empty();
        }
        endTurn();
        return broken(late.state(), FailureCode.TRIAL_TIMED_OUT, "it did not end within " + late.allowed());
    }

    /** Takes the turn from the step at work, if any, and waits a moment for it to clean up. */
    void stop() {
        Running last = running;
        endTurn();
        try {
            if (last != null && !last.thread().join(END_PATIENCE)) {
                LOG.warn("model={} a step does not end; it is left alone", model);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void endTurn() {
        if (running != null) {
            running.turn().end();
            running.thread().interrupt();
            running = null;
        }
    }

    /** The outermost frame of a step. */
    private void run(DeploymentState state, Turn turn) {
        try {
            Optional<ActiveLost> lost = steps.restore(state, turn);
            if (lost.isPresent()) {
                listener.ended(turn, Optional.of(lost.get()));
                return;
            }
            listener.restored(turn);
            listener.ended(turn, steps.run(state, turn));
        } catch (InterruptedException _) {
            LOG.info("model={} a step was given up", model);
        } catch (RuntimeException | Error e) {
            LOG.error("model={} a step failed in an unforeseen way", model, e);
            listener.ended(turn, broken(state, FailureCode.TRIAL_CRASHED, "it failed in an unforeseen way: " + e));
        }
    }

    private Optional<DeploymentEvent> broken(DeploymentState state, FailureCode trial, String why) {
        Failure failure = failure(state, trial, why);
        if (!steps.isRestored(state)) {
            return state.versions().active().map(active -> new ActiveLost(active, failure));
        }
        return state.offer().map(OfferId::of).map(id -> switch (state) {
            case RollingBack _ -> new RolledBack(id);
            case Idle _, Downloading _, Verifying _, Trialling _, Soaking _ -> new Failed(id, failure);
        });
    }

    private static Failure failure(DeploymentState state, FailureCode trial, String why) {
        return switch (state) {
            case Downloading _ -> new Failure(FailureCode.DOWNLOAD_FAILED, "fetching the package: " + why);
            case Verifying _ -> new Failure(FailureCode.STORAGE_FAILED, "verifying the package: " + why);
            case Trialling _ -> new Failure(trial, "trying the model: " + why);
            case Soaking _ -> new Failure(FailureCode.SOAK_FAILED, "loading or watching the model: " + why);
            case Idle _, RollingBack _ -> new Failure(FailureCode.TRIAL_LOAD_FAILED, "loading the model: " + why);
        };
    }

    private Duration allowed(DeploymentState state) {
        return switch (state) {
            case Idle _, RollingBack _ -> deadlines.restore();
            case Downloading _ -> deadlines.download();
            case Verifying _ -> deadlines.verify();
            case Trialling _ -> deadlines.trial();
            case Soaking _ -> deadlines.soak();
        };
    }
}
