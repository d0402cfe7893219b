package io.fieldloop.agent.deployment;

import static io.fieldloop.agent.deployment.TestDevice.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.deployment.TestDevice.Running;
import io.fieldloop.agent.deployment.trial.ChildProbe;
import io.fieldloop.agent.deployment.trial.MeasuredTrial;
import io.fieldloop.agent.deployment.trial.TrialLimits;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.protocol.Failure;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A signed model that is hostile is tried in a real child: the hub hears why it is refused, and what served serves on. */
@Timeout(120)
class HostileModelTest {
    private static final TrialLimits LIMITS = new TrialLimits(Duration.ofMinutes(1), Duration.ofSeconds(4), 400L << 20);

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.fieldloop.agent.deployment.HostileModel#all")
    void offer_hostileModel_isRefusedByNameAndTheVersionBeforeServesOn(HostileModel hostile) throws Exception {
        TestDevice device = new TestDevice(folder);
        try (Running running = device.start()) {
            running.install(TestPackage.of(1));
        }
        TestPackage two = hostile.asVersion(2);
        device.source.add(two);
        device.trial = new MeasuredTrial(device.accelerators(new ChildProbe(LIMITS, folder.resolve("trials"))));
        try (Running running = device.start()) {
            running.awaitServing(1);
            running.desire(offer(two));
            Failure failure = device.reports.conclusion(offer(two)).failure().orElseThrow();
            assertThat(failure.code()).as("%s", failure).isEqualTo(hostile.code());
            assertThat(failure.detail()).contains(hostile.detail());
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
    }
}
