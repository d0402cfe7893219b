package io.fieldloop.agent.deployment;

import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.Offer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the hub offers into service, one deployment at a time for each model, and keeps serving what served before
 * when an offer is no good. The package has the rules. Any thread.
 */
public final class Deployments implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);

    private final Packages packages;
    private final Trial trial;
    private final Journal journal;
    private final Reports reports;
    private final DeploymentRules rules;
    private final InstantSource clock;

    /** Guarded by this, as what follows. */
    private final Map<ModelName, ModelDeployment> deployments = new TreeMap<>();

    private long newestRevision = Long.MIN_VALUE;
    private boolean closed;

    /** Takes its parts; nothing happens before {@link #start}. */
    public Deployments(
            Packages packages,
            Trial trial,
            Journal journal,
            Reports reports,
            DeploymentRules rules,
            InstantSource clock) {
        this.packages = packages;
        this.trial = trial;
        this.journal = journal;
        this.reports = reports;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Brings back what served before the agent stopped, and takes up what was under way, each on threads of its own.
     *
     * @param pools one for each model of this device
     * @throws IllegalStateException if it was started before
     */
    public synchronized void start(Collection<InferencePool> pools) {
        if (!deployments.isEmpty()) {
            throw new IllegalStateException("deployments were started before");
        }
        for (InferencePool pool : pools) {
            Notebook notebook = new Notebook(pool.model(), journal, packages);
            Steps steps = new Steps(packages, trial, pool, rules.soak());
            deployments.put(pool.model(), new ModelDeployment(notebook, steps, rules, reports, clock));
        }
        // Only now has each model claimed its packages, so only now may one of them sweep the others away.
        deployments.values().forEach(ModelDeployment::start);
    }

    /**
     * Takes up what the hub wants, and returns at once. One that is older than another that came before is ignored; so is one
     * that comes after the end, as the hub keeps it for the next start.
     */
    public synchronized void offered(DesiredState desired) {
        if (closed) {
            return;
        }
        if (desired.revision() < newestRevision) {
            LOG.info("desired state {} is older than {}, and ignored", desired.revision(), newestRevision);
            return;
        }
        newestRevision = desired.revision();
        for (var deployment : deployments.entrySet()) {
            deployment.getValue().wanted(offerOf(deployment.getKey(), desired));
        }
        desired.offers().stream()
                .filter(offer -> !deployments.containsKey(offer.model().model()))
                .forEach(this::refuse);
    }

    private static Optional<Offer> offerOf(ModelName model, DesiredState desired) {
        return desired.offers().stream()
                .filter(offer -> offer.model().model().equals(model))
                .findFirst();
    }

    /** Not remembered: the offer is retained, and gets the same answer whenever it comes. */
    private void refuse(Offer offer) {
        Failure failure = new Failure(
                FailureCode.MODEL_NOT_USED,
                "no stream of this device uses model %s, nor is it a shadow; it has %s"
                        .formatted(offer.model().model(), deployments.keySet()));
        reports.report(
                new DeploymentReport(
                        offer.rollout(),
                        offer.attempt(),
                        offer.model(),
                        Stage.REJECTED,
                        Optional.of(failure),
                        clock.instant()),
                () -> {});
    }

    /** Waits until what served before the agent stopped serves again, or could not be brought back, or the time is over. */
    public void awaitRestored(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        List<ModelDeployment> begun;
        synchronized (this) {
            begun = List.copyOf(deployments.values());
        }
        try {
            for (ModelDeployment deployment : begun) {
                deployment.awaitRestored(end - System.nanoTime());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Measures a model that serves again, in the background, and moves it to another accelerator if that serves it better. */
    public synchronized void remeasure(ModelName model) {
        ModelDeployment deployment = deployments.get(model);
        if (deployment != null) {
            deployment.remeasure();
        }
    }

    /** Sends every report again that the broker has not taken; to be called on each new connection. */
    public synchronized void resend() {
        deployments.values().forEach(ModelDeployment::resend);
    }

    /**
     * Stops in good order, and waits for it. A version that is being tried or watched is tried again at the next start.
     * The pools stay open.
     */
    @Override
    public synchronized void close() {
        closed = true;
        deployments.values().forEach(ModelDeployment::close);
        deployments.clear();
    }
}
