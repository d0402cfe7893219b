package io.fieldloop.lab.bench;

import io.fieldloop.agent.accelerator.AcceleratorRules;
import io.fieldloop.agent.accelerator.Accelerators;
import io.fieldloop.agent.deployment.Deadlines;
import io.fieldloop.agent.deployment.DeploymentRules;
import io.fieldloop.agent.deployment.Deployments;
import io.fieldloop.agent.deployment.FileJournal;
import io.fieldloop.agent.deployment.Packages;
import io.fieldloop.agent.deployment.Retries;
import io.fieldloop.agent.deployment.Soak;
import io.fieldloop.agent.deployment.trial.ChildProbe;
import io.fieldloop.agent.deployment.trial.MeasuredTrial;
import io.fieldloop.agent.deployment.trial.TrialLimits;
import io.fieldloop.agent.disk.PackageStore;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program that deploys a good version as the agent does, and then one after the other versions that pass their trial and have a
 * {@link Fault} that shows in service. Prints for each how many nanoseconds went by from the request that completed the evidence to
 * the next one that the good version answered.
 */
final class RollbackLoop implements AutoCloseable {
    private static final Image BRIGHT = FashionVersions.grey(255);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PROBATION = Duration.ofMinutes(1);
    private static final long PACE_MILLIS = 1;

    private final FashionVersions versions;
    private final PackageShelf shelf;
    private final BlockingQueue<DeploymentReport> conclusions = new LinkedBlockingQueue<>();
    private final InferencePool pool = new InferencePool(FashionVersions.MODEL, 1, 1);
    private final Deployments deployments;
    private long revision;

    private RollbackLoop(Path folder) throws IOException, GeneralSecurityException {
        Path files = Files.createDirectories(folder.resolve("shelf"));
        this.versions = new FashionVersions(files);
        this.shelf = new PackageShelf(files);
        var accelerators = new Accelerators(
                Runtimes.available(),
                new ChildProbe(TrialLimits.DEFAULT, folder.resolve("trials")),
                new DeviceId("bench"),
                AcceleratorRules.NONE,
                folder.resolve("accelerators"));
        var store = new PackageStore(folder.resolve("packages"), 0);
        this.deployments = new Deployments(
                new Packages(shelf, store, shelf.keys(), accelerators, Retries.DOWNLOAD),
                new MeasuredTrial(accelerators),
                new FileJournal(folder.resolve("deployments")),
                this::report,
                new DeploymentRules(
                        Soak.DEFAULT, Deadlines.around(TrialLimits.DEFAULT.timeout(), 1, Soak.DEFAULT), PROBATION),
                InstantSource.system());
    }

    /** Runs it: {@code FOLDER FAULT BAD_VERSIONS}. */
    public static void main(String[] arguments)
            throws IOException, GeneralSecurityException, ModelException, InterruptedException {
        try (var device = new RollbackLoop(Path.of(arguments[0]))) {
            device.deployments.start(List.of(device.pool));
            device.deployGood();
            Fault fault = Fault.valueOf(arguments[1]);
            int last = 1 + Integer.parseInt(arguments[2]);
            for (int number = 2; number <= last; number++) {
                System.out.println(device.deployBad(number, fault));
            }
        }
    }

    private void report(DeploymentReport report, Runnable handedOver) {
        if (report.stage().isFinal()) {
            conclusions.add(report);
        }
        handedOver.run();
    }

    private void offer(LocalPackage version) {
        Offer offer = shelf.offer(version);
        deployments.offered(new DesiredState(++revision, List.of(offer)));
    }

    private void deployGood() throws IOException, ModelException, InterruptedException {
        offer(versions.version(1, FashionVersions.base()));
        pool.awaitServing();
        for (int i = 0; i < Soak.DEFAULT.inferences(); i++) {
            require(isAnswered(), "the good version failed");
        }
        requireConclusion(Stage.SERVING);
    }

    /** How long the good version stayed away once the evidence against the bad one was there, in nanoseconds. */
    private long deployBad(int number, Fault fault) throws IOException, ModelException, InterruptedException {
        offer(versions.version(number, fault.model()));
        for (int evidence = 0; evidence < fault.evidence(); evidence++) {
            awaitRequest(false);
        }
        long known = System.nanoTime();
        awaitRequest(true);
        long took = System.nanoTime() - known;
        requireConclusion(Stage.REJECTED);
        return took;
    }

    private void awaitRequest(boolean answered) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (isAnswered() != answered) {
            require(System.nanoTime() < end, "no request went " + (answered ? "back to the good version" : "wrong"));
            TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
        }
    }

    /** By the good version, which all are to be. */
    private boolean isAnswered() throws InterruptedException {
        try {
            return pool.infer(new Content.OfImage(BRIGHT)).model().version() == 1;
        } catch (NoModelException | ModelException _) {
            return false;
        }
    }

    private void requireConclusion(Stage stage) throws InterruptedException {
        DeploymentReport report = conclusions.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        require(report != null && report.stage() == stage, "the deployment ended with " + report);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    @Override
    public void close() {
        deployments.close();
        pool.close();
    }
}
