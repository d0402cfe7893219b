package io.fieldloop.agent.deployment;

import static io.fieldloop.agent.deployment.TestDevice.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.deployment.TestDevice.Running;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.fieldloop.protocol.message.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The power goes before or after each write of the journal, in a process of its own. Whatever is on the disk then, the
 * device comes back with the old or the new version, tells the hub the truth about it, and can be given the next one.
 */
@Timeout(300)
class CrashTest {
    private static final TestPackage ONE = TestPackage.of(1);
    private static final TestPackage THREE = TestPackage.of(3);
    private static final int HALTED = 9;
    private static final int MOST_WRITES = 40;

    @TempDir
    Path folder;

    private Path installed;

    @BeforeEach
    void installVersionOne() throws Exception {
        installed = folder.resolve("installed");
        try (Running running = new TestDevice(installed).start()) {
            running.install(ONE);
        }
    }

    @ParameterizedTest
    @CsvSource({"GOOD, BEFORE", "GOOD, AFTER", "WRONG, BEFORE", "WRONG, AFTER"})
    void powerCut_atEachWrite_endsOnTheOldOrTheNewVersionAndTheHubKnowsWhich(String kind, String point)
            throws Exception {
        int cuts = 0;
        Path disk = copy(cuts);
        while (crash(disk, kind, point, cuts + 1)) {
            assertRecovers(disk, kind.equals("GOOD") ? TestPackage.of(2) : TestPackage.wrong(2));
            disk = copy(++cuts);
            assertThat(cuts).isLessThan(MOST_WRITES);
        }
        assertThat(cuts).as("writes that the power was cut at").isGreaterThan(8);
    }

    /** The third time it runs on the processor, where it takes the agent down as well. */
    @Test
    void start_activeVersionTakesTheAgentDownEachTimeItIsAsked_previousServesTheFourthTime() throws Exception {
        TestDevice device = new TestDevice(installed);
        try (Running running = device.start()) {
            running.install(TestPackage.of(2));
        }
        for (int start = 1; start <= 3; start++) {
            assertThat(crash(installed, "LOOP", "AFTER", start)).isTrue();
        }
        device.probation = Duration.ofMinutes(1);
        try (Running running = device.start()) {
            running.awaitServing(1);
            assertThat(running.infer().model().version()).isEqualTo(1);
        }
    }

    private static void assertRecovers(Path disk, TestPackage two) throws Exception {
        Offer offer = offer(two);
        TestDevice device = new TestDevice(disk);
        device.source.add(two, THREE);
        try (Running running = device.start()) {
            TestDevice.awaitUntil(() -> running.servingVersion() > 0);
            running.desire(offer);
            DeploymentReport conclusion = device.reports.conclusion(offer);
            int truth = conclusion.stage() == Stage.SERVING ? 2 : 1;
            running.awaitServing(truth);
            assertThat(running.infer().model().version()).isEqualTo(truth);
            running.desire(offer(THREE));
            assertThat(device.reports.conclusion(offer(THREE)).stage()).isEqualTo(Stage.SERVING);
            running.awaitServing(3);
            assertThat(lastOf(device, offer)).isEqualTo(conclusion.stage());
        }
        assertThat(disk.resolve("packages").toFile().list())
                .hasSize(3)
                .contains(THREE.id().hex(), "light.active");
        assertThat(disk.resolve("deployments").toFile().list()).containsExactly("light.json");
    }

    private static Stage lastOf(TestDevice device, Offer offer) {
        return device.reports.stages(offer).getLast();
    }

    /** Whether the process died at that write; it ends well when there were fewer. */
    private boolean crash(Path disk, String kind, String point, int write) throws IOException, InterruptedException {
        Path output = disk.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + Files.createDirectories(disk.resolve("tmp")),
                        CrashMain.class.getName(),
                        disk.toString(),
                        kind,
                        point,
                        String.valueOf(write)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // Not on the command line, which ONNX Runtime wants short.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process child = builder.start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS))
                    .as(Files.readString(output))
                    .isTrue();
            assertThat(child.exitValue()).as(Files.readString(output)).isIn(0, HALTED);
            return child.exitValue() == HALTED;
        } finally {
            child.destroyForcibly();
        }
    }

    private Path copy(int number) throws IOException {
        Path copy = folder.resolve("disk-" + number + "-" + System.nanoTime());
        try (Stream<Path> files = Files.walk(installed)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(installed.relativize(file).toString()));
            }
        }
        return copy;
    }
}
