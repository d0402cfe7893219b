package io.fieldloop.agent.deployment;

import static io.fieldloop.agent.deployment.TestDevice.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fieldloop.agent.deployment.TestDevice.Running;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A defect or a hang in each step: the offer is refused, what served serves on, and the next offer is none the worse. */
@Timeout(120)
class FaultInjectionTest {
    private static final TestPackage ONE = TestPackage.of(1);
    private static final TestPackage TWO = TestPackage.of(2);
    private static final TestPackage THREE = TestPackage.of(3);
    private static final Duration SHORT = Duration.ofMillis(700);

    @TempDir
    Path folder;

    /** Set when hung steps may end at last. */
    private final AtomicBoolean released = new AtomicBoolean();

    enum Step {
        DOWNLOAD(FailureCode.DOWNLOAD_FAILED, FailureCode.DOWNLOAD_FAILED),
        TRIAL(FailureCode.TRIAL_CRASHED, FailureCode.TRIAL_TIMED_OUT),
        LOAD(FailureCode.SOAK_FAILED, FailureCode.SOAK_FAILED);

        private final FailureCode whenItFails;
        private final FailureCode whenItHangs;

        Step(FailureCode whenItFails, FailureCode whenItHangs) {
            this.whenItFails = whenItFails;
            this.whenItHangs = whenItHangs;
        }
    }

    @AfterEach
    void release() {
        released.set(true);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void step_failsInAnUnforeseenWay_isRejectedAndTheAgentGoesOn(Step step) throws Exception {
        Runnable fault = () -> {
            throw new StackOverflowError("injected");
        };
        assertSurvives(step, fault, step.whenItFails);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void step_hangsAndIgnoresInterrupts_isRejectedInTimeAndTheAgentGoesOn(Step step) throws Exception {
        assertSurvives(step, this::hang, step.whenItHangs);
    }

    /** Like a native call: an interrupt does not end it. */
    private void hang() {
        while (!released.get()) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }
    }

    private void assertSurvives(Step step, Runnable fault, FailureCode code) throws Exception {
        TestDevice device = new TestDevice(folder);
        try (Running running = device.start()) {
            running.install(ONE);
        }
        inject(device, step, fault);
        device.source.add(TWO, THREE);
        device.deadlines = new Deadlines(SHORT, Duration.ofMinutes(1), SHORT, SHORT, Duration.ofMinutes(1));
        try (Running running = device.start()) {
            running.awaitServing(1);
            running.desire(offer(TWO));
            DeploymentReport report = device.reports.conclusion(offer(TWO));
            assertThat(report.failure().orElseThrow().code()).isEqualTo(code);
            assertThat(running.infer().model().version()).isEqualTo(1);
            released.set(true);
            running.desire(offer(THREE));
            assertThat(device.reports.conclusion(offer(THREE)).stage()).isEqualTo(Stage.SERVING);
            assertThat(running.infer().model().version()).isEqualTo(3);
        }
    }

    /** The fault strikes once. */
    private static void inject(TestDevice device, Step step, Runnable fault) {
        AtomicBoolean struck = new AtomicBoolean();
        Runnable once = () -> {
            if (struck.compareAndSet(false, true)) {
                fault.run();
            }
        };
        switch (step) {
            case DOWNLOAD -> device.source.before(once::run);
            case TRIAL ->
                device.trial = candidate -> {
                    once.run();
                    return TestDevice.rehearse(candidate);
                };
            case LOAD ->
                device.runtime.beforeLoad(file -> {
                    if (isOf(TWO, file)) {
                        once.run();
                    }
                });
        }
    }

    private static boolean isOf(TestPackage owner, Path file) {
        return owner.files().containsKey(new Sha256(file.getFileName().toString()));
    }

    /** Nothing can be done about a disk or a way to the hub that hangs, but to serve on. */
    @ParameterizedTest
    @ValueSource(strings = {"journal", "reports"})
    void port_hangs_activeVersionServesOnAndTheDeploymentGoesOnAfterwards(String port) throws Exception {
        TestDevice device = new TestDevice(folder);
        try (Running running = device.start()) {
            running.install(ONE);
        }
        CountDownLatch hung = new CountDownLatch(1);
        AtomicBoolean armed = new AtomicBoolean();
        Runnable fault = () -> {
            if (armed.get()) {
                hung.countDown();
                hang();
            }
        };
        if (port.equals("journal")) {
            device.journal = new HookedJournal(device.journal, fault);
        } else {
            device.reports.before(fault);
        }
        device.source.add(TWO);
        try (Running running = device.start()) {
            running.awaitServing(1);
            armed.set(true);
            running.desire(offer(TWO));
            hung.await();
            assertThat(running.infer().model().version()).isEqualTo(1);
            released.set(true);
            assertThat(device.reports.conclusion(offer(TWO)).stage()).isEqualTo(Stage.SERVING);
        }
    }

    private record HookedJournal(Journal journal, Runnable hook) implements Journal {
        @Override
        public Optional<Entry> read(ModelName model) {
            return journal.read(model);
        }

        @Override
        public void write(ModelName model, Entry entry) throws IOException {
            hook.run();
            journal.write(model, entry);
        }
    }

    @Test
    void report_failsInAnUnforeseenWay_isKeptAndTheDeploymentGoesOn() throws Exception {
        TestDevice device = new TestDevice(folder);
        device.source.add(ONE);
        device.reports.before(() -> {
            throw new IllegalStateException("injected");
        });
        try (Running running = device.start()) {
            running.desire(offer(ONE));
            running.awaitServing(1);
        }
        device.reports.before(() -> {});
        try (Running running = device.start()) {
            assertThat(device.reports.conclusion(offer(ONE)).stage()).isEqualTo(Stage.SERVING);
            running.awaitServing(1);
        }
    }

    @Test
    void start_loadingTheActiveVersionHangs_servesThePreviousInTime() throws Exception {
        TestDevice device = new TestDevice(folder);
        try (Running running = device.start()) {
            running.install(ONE);
            running.install(TWO);
        }
        device.deadlines = new Deadlines(SHORT, SHORT, SHORT, SHORT, Duration.ofSeconds(2));
        device.runtime.beforeLoad(file -> {
            if (isOf(TWO, file)) {
                hang();
            }
        });
        try (Running running = device.start()) {
            running.awaitServing(1);
        }
    }

    /** A load that hung through its deadline must not put its version into service when it comes back. */
    @Test
    void load_comesBackAfterItsTurn_changesNothing() throws Exception {
        TestDevice device = new TestDevice(folder);
        try (Running running = device.start()) {
            running.install(ONE);
        }
        CountDownLatch hung = new CountDownLatch(1);
        device.runtime.afterLoad(file -> {
            if (isOf(TWO, file)) {
                hung.countDown();
                hang();
            }
        });
        device.source.add(TWO);
        device.deadlines = new Deadlines(SHORT, SHORT, SHORT, SHORT, Duration.ofMinutes(1));
        try (Running running = device.start()) {
            running.awaitServing(1);
            running.desire(offer(TWO));
            hung.await();
            device.reports.conclusion(offer(TWO));
            int loaded = device.runtime.loaded();
            assertThat(device.runtime.closedOnce())
                    .as("version 1 and the hung one are open")
                    .isEqualTo(loaded - 2);
            released.set(true);
            TestDevice.awaitUntil(() -> device.runtime.closedOnce() == loaded - 1);
            assertThat(running.servingVersion()).isEqualTo(1);
        }
    }

    @Test
    void soak_modelNeverAnswers_isRejectedAndItsWorkerReplaced() throws Exception {
        TestDevice device = new TestDevice(folder);
        try (Running running = device.start()) {
            running.install(ONE);
        }
        device.source.add(TWO);
        device.soak = new Soak(5, SHORT, 0, 5, 0.8);
        device.runtime.beforeRun(file -> {
            if (isOf(TWO, file)) {
                hang();
            }
        });
        try (Running running = device.start()) {
            running.desire(offer(TWO));
            running.awaitServing(2);
            Thread caller = Thread.ofVirtual().start(() -> inferWhateverComes(running));
            DeploymentReport report = device.reports.conclusion(offer(TWO));
            assertThat(report.failure().orElseThrow().code()).isEqualTo(FailureCode.SOAK_FAILED);
            assertThat(running.infer().model().version()).isEqualTo(1);
            released.set(true);
            caller.join();
        }
    }

    @Test
    void soak_modelHangsAfterSomeAnswers_isRejected() throws Exception {
        TestDevice device = new TestDevice(folder);
        try (Running running = device.start()) {
            running.install(ONE);
        }
        device.source.add(TWO);
        device.soak = new Soak(1_000_000, SHORT, 0, 5, 0.8);
        AtomicInteger runs = new AtomicInteger();
        device.runtime.beforeRun(file -> {
            if (isOf(TWO, file) && runs.incrementAndGet() > 3) {
                hang();
            }
        });
        try (Running running = device.start()) {
            running.desire(offer(TWO));
            running.awaitServing(2);
            Thread caller = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 4; i++) {
                    inferWhateverComes(running);
                }
            });
            DeploymentReport report = device.reports.conclusion(offer(TWO));
            assertThat(report.failure().orElseThrow().detail())
                    .contains("of 4 inferences 1 have not ended after PT0.7S");
            assertThat(running.infer().model().version()).isEqualTo(1);
            released.set(true);
            caller.join();
        }
    }

    private static void inferWhateverComes(Running running) {
        var _ = catchThrowable(running::infer);
    }
}
