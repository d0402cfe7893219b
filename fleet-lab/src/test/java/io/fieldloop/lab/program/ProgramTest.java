package io.fieldloop.lab.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void awaitLine_lineOfThePast_isFound() throws Exception {
        try (Program program = shell("echo one; echo two; exec sleep 60")) {
            assertThat(program.awaitLine(line -> line.startsWith("tw"), LIMIT)).isEqualTo("two");
            assertThat(program.awaitLine(line -> line.startsWith("on"), LIMIT)).isEqualTo("one");
        }
    }

    @Test
    void awaitLine_programEnds_saysSoWithItsLastWords() throws Exception {
        try (Program program = shell("echo out of luck; exit 3")) {
            assertThatThrownBy(() -> program.awaitLine(line -> line.equals("never"), LIMIT))
                    .isInstanceOf(ProgramException.class)
                    .hasMessageContaining("ended with code 3")
                    .hasMessageContaining("out of luck");
        }
    }

    @Test
    void kill_leavesNothingRunningAndKeepsTheLog() throws Exception {
        Program program = shell("echo alive; exec sleep 60");
        program.awaitLine(line -> line.equals("alive"), LIMIT);
        program.kill();
        assertThat(program.isRunning()).isFalse();
        assertThat(Files.readString(folder.resolve("shell.log"))).isEqualTo("alive\n");
    }

    @Test
    void stop_somethingItStartedHoldsItsOutputOpen_doesNotWaitForThat() throws Exception {
        Program program = shell("sleep 60 & echo started $!; wait");
        String said = program.awaitLine(line -> line.startsWith("started "), LIMIT);
        ProcessHandle left = ProcessHandle.of(Long.parseLong(said.substring("started ".length())))
                .orElseThrow();
        program.stop();
        assertThat(program.isRunning()).isFalse();
        assertThat(left.isAlive()).isTrue();
        left.destroyForcibly();
    }

    private Program shell(String script) throws IOException {
        return Program.start("shell", new ProcessBuilder("sh", "-c", script), folder.resolve("shell.log"));
    }
}
