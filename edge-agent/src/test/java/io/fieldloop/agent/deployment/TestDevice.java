package io.fieldloop.agent.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.accelerator.AcceleratorRules;
import io.fieldloop.agent.accelerator.Accelerators;
import io.fieldloop.agent.accelerator.Candidate;
import io.fieldloop.agent.accelerator.Finding;
import io.fieldloop.agent.accelerator.Finding.Fit;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import io.fieldloop.agent.accelerator.Probe;
import io.fieldloop.agent.deployment.Trial.Verdict;
import io.fieldloop.agent.deployment.trial.Rehearsal;
import io.fieldloop.agent.disk.PackageStore;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.agent.inference.WatchedRuntime;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.Offer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A device with everything real but the hub and the process boundary of the trial. It may be started again and again on the
 * same disk; what a test sets counts from the next start on.
 */
final class TestDevice {
    static final ModelName LIGHT = new ModelName("light");
    static final Soak SHORT = new Soak(5, Duration.ofMillis(20), 0, 5, 0.8);
    private static final Retries RETRIES = new Retries(3, Duration.ofMillis(1), Duration.ofMillis(4));
    private static final Duration LONG = Duration.ofMinutes(1);
    static final Soak UNTIL_FAILURE = new Soak(1_000_000, LONG, 0, 5, 0.8);
    static final Deadlines GENEROUS = new Deadlines(LONG, LONG, LONG, LONG, LONG);

    final Path folder;
    final InMemoryPackageSource source = new InMemoryPackageSource();
    final RecordedReports reports = new RecordedReports();
    final WatchedRuntime runtime = new WatchedRuntime();

    Soak soak = SHORT;
    Trial trial = TestDevice::rehearse;
    AcceleratorRules rules = AcceleratorRules.NONE;
    Probe probe = (_, candidate) -> fit(candidate, 1);
    Deadlines deadlines = GENEROUS;
    Duration probation = Duration.ZERO;
    Journal journal;
    private final AtomicLong revisions = new AtomicLong();

    TestDevice(Path folder) {
        this.folder = folder;
        this.journal = new FileJournal(folder.resolve("deployments"));
    }

    /** A trial without a process of its own. */
    static Verdict rehearse(LocalPackage candidate) {
        String variant = candidate.manifest().variants().getFirst().name();
        Finding finding = new Rehearsal(candidate, Runtimes.available()).run(new Candidate(variant, Accelerator.CPU));
        return switch (finding) {
            case Fit fit -> new Verdict.Passed(fit.medianMicros(), fit.residentBytes());
            case Unfit(var failure) -> new Verdict.Failed(failure);
        };
    }

    /** Loads on the processor, which a trial has found fit. */
    Accelerators accelerators(Probe probe) {
        return new Accelerators(
                runtime.runtimes(), probe, new DeviceId("device-1"), rules, folder.resolve("accelerators"));
    }

    /** As if a candidate had needed so many microseconds. */
    static Finding fit(Candidate candidate, long micros) {
        Placement placement = new Placement(Map.of(candidate.accelerator().name(), Map.of("Gemm", 1)));
        return new Fit(micros, micros, OptionalLong.empty(), 1, 0, placement);
    }

    static Offer offer(TestPackage offered, int attempt) {
        return new Offer(
                new RolloutId(new UUID(1, offered.manifest().model().version())),
                attempt,
                offered.manifest().model(),
                offered.id());
    }

    static Offer offer(TestPackage offered) {
        return offer(offered, 1);
    }

    Running start() throws IOException {
        return new Running();
    }

    /** The agent from a start to its end. */
    final class Running implements AutoCloseable {
        final InferencePool pool = new InferencePool(LIGHT, 1, 1);
        final PackageStore store = new PackageStore(folder.resolve("packages"), 0);
        final Deployments deployments = new Deployments(
                new Packages(source, store, TestPackage.KEYS, accelerators(probe), RETRIES),
                trial,
                journal,
                reports,
                new DeploymentRules(soak, deadlines, probation),
                InstantSource.system());

        private Running() throws IOException {
            deployments.start(List.of(pool));
        }

        void desire(Offer... offers) {
            deployments.offered(new DesiredState(revisions.incrementAndGet(), List.of(offers)));
        }

        /** Offers a package that is all right, and waits until it serves. */
        void install(TestPackage offered) throws InterruptedException {
            source.add(offered);
            desire(offer(offered));
            reports.conclusion(offer(offered));
            awaitServing(offered.manifest().model().version());
        }

        void awaitServing(int version) {
            awaitUntil(() -> servingVersion() == version);
        }

        /** 0 when none serves. */
        int servingVersion() {
            return pool.serving().map(served -> served.model().version()).orElse(0);
        }

        Answer infer() throws NoModelException, ModelException, InterruptedException {
            return pool.infer(new Content.OfImage(TestPackage.image(200)));
        }

        @Override
        public void close() {
            deployments.close();
            pool.close();
        }
    }

    static void awaitUntil(BooleanSupplier condition) {
        for (long start = System.nanoTime(); !condition.getAsBoolean(); Thread.onSpinWait()) {
            assertThat(System.nanoTime() - start).as("nanoseconds waited").isLessThan(LONG.toNanos());
        }
    }
}
