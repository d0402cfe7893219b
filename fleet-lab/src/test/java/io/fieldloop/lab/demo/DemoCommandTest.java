package io.fieldloop.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {
    private record Ended(int code, String output) {}

    @TempDir
    private Path folder;

    @Test
    void dataFolderNotEmpty_isWrongUsageAndLeftAlone() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "mine");
        Ended ended = demo("--data", folder.toString());
        assertThat(ended.code()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output()).contains("--data " + folder + " is not empty");
        assertThat(precious).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http-port", "--device-port", "--mqtt-port"})
    void portInUse_isWrongUsageNamingTheFlag(String flag) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            List<String> options = new ArrayList<>(
                    List.of("--http-port", freePort(), "--device-port", freePort(), "--mqtt-port", freePort()));
            options.set(options.indexOf(flag) + 1, port);
            Ended ended = demo(options.toArray(String[]::new));
            assertThat(ended.code()).as(ended.output()).isEqualTo(2);
            assertThat(ended.output()).contains(flag + " " + port).contains("name another by " + flag);
        }
    }

    @Test
    void reportThatCannotBeWritten_isToldBeforeAnythingStarts() throws Exception {
        Ended ended = demo("--report", folder.resolve("nowhere/report.json").toString());
        assertThat(ended.code()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output())
                .contains("--report")
                .contains("there is no folder")
                .doesNotContain("The hub");
    }

    @Test
    @Timeout(120)
    void interrupted_endsWhatItStartedAndItselfWith130() throws Exception {
        Path data = folder.resolve("data");
        Process demo = start(List.of(
                "--data",
                data.toString(),
                "--http-port",
                freePort(),
                "--device-port",
                freePort(),
                "--mqtt-port",
                freePort()));
        try (var output = demo.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.contains("ready")) {
                line = output.readLine();
            }
            assertThat(line).as("the hub is ready").isNotNull();
            List<ProcessHandle> started = demo.descendants().toList();
            assertThat(started).isNotEmpty();
            new ProcessBuilder("kill", "-INT", String.valueOf(demo.pid()))
                    .start()
                    .waitFor();
            assertThat(output.lines().toList())
                    .noneMatch(said -> said.contains("failed") || said.contains("Exception"));
            assertThat(demo.waitFor()).isEqualTo(130);
            assertThat(started).noneMatch(ProcessHandle::isAlive);
        } finally {
            demo.destroy();
        }
    }

    private Ended demo(String... options) throws IOException, InterruptedException {
        Process demo = start(List.of(options));
        String output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(demo.waitFor(), output);
    }

    private Process start(List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env", // what was started in the background ignores Ctrl-C, and so would what it starts
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dfieldloop.root=" + Programs.root(),
                DemoCommand.class.getName()));
        command.addAll(options);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return String.valueOf(socket.getLocalPort());
        }
    }
}
