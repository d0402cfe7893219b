package io.fieldloop.agent.deployment;

import io.fieldloop.agent.deployment.DeploymentEvent.ActiveLost;
import io.fieldloop.agent.deployment.DeploymentEvent.Failed;
import io.fieldloop.agent.deployment.DeploymentEvent.Offered;
import io.fieldloop.agent.deployment.DeploymentEvent.Outcome;
import io.fieldloop.agent.deployment.DeploymentEvent.RolledBack;
import io.fieldloop.agent.deployment.DeploymentEvent.Started;
import io.fieldloop.agent.deployment.DeploymentEvent.Stopped;
import io.fieldloop.agent.deployment.DeploymentEvent.Withdrawn;
import io.fieldloop.agent.deployment.DeploymentState.Idle;
import io.fieldloop.agent.deployment.DeploymentState.RollingBack;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.Offer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deployment of one model. A thread of its own, the owner, takes what happened from one queue, lets the
 * {@link DeploymentMachine} decide, writes the new state to the journal, and only then begins the step of that state.
 */
final class ModelDeployment implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelDeployment.class);

    /** So many starts in a row that a version did not last: what chose its accelerator is no longer believed. */
    private static final int STARTS_UNTIL_PROCESSOR = 2;

    /** So many, and it is given up. */
    private static final int MAX_STARTS = 3;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

    private final ModelName model;
    private final Reports reports;
    private final InstantSource clock;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Thread owner;

    /** Of the first step: the version that served before serves again, or never will. */
    private final CountDownLatch restored = new CountDownLatch(1);

    /** The newest wish of the hub until the owner takes it, so that many wishes take no more room than one. */
    private final AtomicReference<@Nullable Wish> news = new AtomicReference<>();

    // The rest belongs to the owner.
    private final Notebook notebook;
    private final Steps steps;
    private final StepRunner runner;
    private final Probation probation;
    private Wish wish = new Wish(Optional.empty());
    private boolean stopping;

    /** What the hub wants of this model; empty when it wants nothing. */
    private record Wish(Optional<Offer> offer) {}

    ModelDeployment(Notebook notebook, Steps steps, DeploymentRules rules, Reports reports, InstantSource clock) {
        this.model = notebook.model();
        this.notebook = notebook;
        this.reports = reports;
        this.clock = clock;
        this.steps = steps;
        this.runner = new StepRunner(model, steps, rules.deadlines(), new Inbound());
        this.probation = new Probation(rules.probation());
        this.owner = Thread.ofPlatform().name("deployment-" + model).unstarted(this::own);
    }

    void start() {
        owner.start();
    }

    /** Any thread. */
    void wanted(Optional<Offer> offer) {
        if (news.getAndSet(new Wish(offer)) == null) {
            inbox.add(this::takeNews);
        }
    }

    /** Measures what serves again, and loads it anew if it should run elsewhere; serves meanwhile. Any thread. */
    void remeasure() {
        var _ = Thread.ofPlatform().name("remeasure-" + model).daemon().start(() -> {
            try {
                if (steps.remeasure()) {
                    inbox.add(this::reload);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void reload() {
        if (notebook.state() instanceof Idle && !stopping) {
            LOG.info("model={} is loaded anew, to run elsewhere", model);
            steps.expire();
            runner.begin(notebook.state());
        }
    }

    /** Waits for the end of the first attempt to serve again, or for so long. Any thread but the owner. */
    void awaitRestored(long nanos) throws InterruptedException {
        var _ = restored.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Any thread. */
    void resend() {
        inbox.add(() -> notebook.unsent().forEach(this::send));
    }

    /** Stops in good order: what is under way is taken up again at the next start. Any thread but the owner. */
    @Override
    public void close() {
        inbox.add(this::stop);
        try {
            if (!owner.join(CLOSE_PATIENCE)) {
                LOG.warn("model={} the deployment does not stop; it is left alone", model);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void own() {
        guarded(this::boot);
        while (!stopping) {
            try {
                long leftNanos =
                        Math.min(runner.left().toNanos(), probation.left().toNanos());
                Runnable next = inbox.poll(leftNanos, TimeUnit.NANOSECONDS);
                guarded(next != null ? next : this::timePassed);
            } catch (InterruptedException _) {
                stop();
            }
        }
    }

    /** The outermost frame of whatever the owner does: a defect in one thing must not end the others. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("model={} something unforeseen happened to its deployment", model, e);
        }
    }

    private void timePassed() {
        runner.overdue().ifPresent(this::handle);
        if (probation.ended()) {
            notebook.startedWell();
        }
    }

    private void boot() {
        LOG.info(
                "model={} starts, deployment={} {}",
                model,
                notebook.state().name(),
                notebook.state().versions());
        if (notebook.starts() >= MAX_STARTS) {
            giveActiveUp();
        } else if (notebook.starts() >= STARTS_UNTIL_PROCESSOR) {
            LOG.warn("model={} the agent went down {} times while it served", model, notebook.starts());
            notebook.state().versions().active().ifPresent(steps::distrustAccelerator);
        }
        transition(new Started());
        if (notebook.state().versions().active().isPresent()) {
            notebook.started();
        }
        runner.begin(notebook.state());
        notebook.unsent().forEach(this::send);
    }

    private void giveActiveUp() {
        String why = "the agent went down %d times in a row soon after it began to serve".formatted(notebook.starts());
        notebook.startedWell();
        notebook.state()
                .versions()
                .active()
                .map(active -> new ActiveLost(active, new Failure(FailureCode.CRASHED_WHILE_ACTIVATING, why)))
                .ifPresent(this::transition);
    }

    private void stop() {
        stopping = true;
        runner.stop();
        transition(new Stopped());
        notebook.startedWell();
    }

    private void takeNews() {
        Wish newest = news.getAndSet(null);
        if (newest != null) {
            wish = newest;
            handle(wish.offer().<DeploymentEvent>map(Offered::new).orElseGet(Withdrawn::new));
        }
    }

    private void handle(DeploymentEvent event) {
        if (!transition(event) || stopping) {
            return;
        }
        runner.begin(notebook.state());
        if (notebook.state() instanceof Idle idle) {
            takeUpWish(idle);
        }
    }

    /** An offer that came at a bad time, or whose version was lost since. */
    private void takeUpWish(Idle idle) {
        wish.offer()
                .map(Offered::new)
                .filter(offered -> !DeploymentMachine.next(idle, offered).equals(idle))
                .ifPresent(this::handle);
    }

    /** Whether the state is another one now. */
    private boolean transition(DeploymentEvent event) {
        DeploymentState before = notebook.state();
        DeploymentState after = DeploymentMachine.next(before, event);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<DeploymentReport> report = DeploymentMachine.report(before, event, after, now);
        if (after.equals(before)) {
            report.ifPresent(this::send);
            return false;
        }
        try {
            notebook.write(after, report);
        } catch (IOException e) {
            LOG.error("model={} the journal could not be written", model, e);
            return transitionUnwritten(event, before, after, report);
        }
        taken(event, after, report);
        return true;
    }

    /** A retreat goes on without the journal, because every state leads to it after a restart too. An advance does not. */
    private boolean transitionUnwritten(
            DeploymentEvent event, DeploymentState before, DeploymentState after, Optional<DeploymentReport> report) {
        if (isRetreat(event, after)) {
            notebook.takeUnwritten(after, report);
            taken(event, after, report);
            return true;
        }
        if (after.offer().isPresent()) {
            notebook.takeUnwritten(after, Optional.empty());
        }
        OfferId id = OfferId.of(after.offer().or(before::offer).orElseThrow());
        return transition(new Failed(id, new Failure(FailureCode.STORAGE_FAILED, "the journal cannot be written")));
    }

    private static boolean isRetreat(DeploymentEvent event, DeploymentState after) {
        return switch (event) {
            case Offered _ -> after instanceof RollingBack;
            case Withdrawn _, Started _, Stopped _, ActiveLost _, Failed _, RolledBack _ -> true;
            case Outcome _ -> false;
        };
    }

    private void taken(DeploymentEvent event, DeploymentState after, Optional<DeploymentReport> report) {
        if (event instanceof ActiveLost(var version, var failure)) {
            LOG.error("model={} cannot serve any more: {}", version.model(), failure);
        }
        LOG.info("model={} is now {}", model, after);
        report.ifPresent(this::send);
    }

    /** On its own, so that a way to the hub that fails keeps nothing else from being done. */
    private void send(DeploymentReport report) {
        inbox.add(() -> reports.report(report, () -> inbox.add(() -> notebook.sent(report))));
    }

    /** Brings what the step's thread says to the owner, who ignores it when the turn of that step is over. */
    private final class Inbound implements StepRunner.Listener {
        @Override
        public void restored(Turn turn) {
            restored.countDown();
            inbox.add(() -> {
                if (runner.isCurrent(turn)) {
                    runner.restored();
                    probation.begin();
                }
            });
        }

        @Override
        public void ended(Turn turn, Optional<DeploymentEvent> outcome) {
            restored.countDown();
            inbox.add(() -> {
                if (runner.isCurrent(turn)) {
                    runner.ended();
                    outcome.ifPresent(ModelDeployment.this::handle);
                }
            });
        }
    }
}
