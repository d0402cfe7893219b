package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.agent.testing.TestAuthority;
import io.fieldloop.agent.testing.TestHubServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentCommandTest {
    private static final String CONFIG = """
            streams:
              - name: line
                model: fashion
                source: {folder: in}
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void help_listsTheCommands() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("run", "enrol", "check-config", "--version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "enrol", "check-config", "accelerators", "listen", "export-bundle", "import-bundle"})
    void helpOfACommand_tellsItsUsage(String command) {
        assertThat(execute(command, "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: fieldloop agent " + command);
    }

    @Test
    void checkConfig_schema_isPrinted() {
        assertThat(execute("check-config", "--schema")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{").contains("draft/2020-12/schema");
        assertThat(execute("check-config", "--schema", "agent.yaml")).isEqualTo(2);
    }

    @Test
    void version_isThatOfTheBuild() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("fieldloop agent \\d+\\.\\d+.*\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                             | a command must be given",
                "rum                                            | unknown command 'rum'; did you mean 'run'?",
                "run --confg x                                  | unknown option '--confg'; did you mean '--config'?",
                "run --data=d                                   | --config must be given",
                "run --config                                   | --config needs a value",
                "run --config a --config b                      | --config is given twice",
                "run --config a --data b c                      | 'run' takes only options",
                "enrol --data d --hub http://h --token aaaaaaaaaaaaaaaaaaaa.0000000000000000000000000000000000000000000000000000000000000000 | 'http://h' is no address",
                "enrol --data d --hub https://h:1 --token t     | this is no enrolment token",
                "check-config                                   | 'check-config' takes one file",
                "export-bundle --data d                         | a bundle is one file",
                "import-bundle a.bundle                         | --data must be given",
                "listen --chain c one.wav two.wav               | 'listen' takes one WAV file",
            })
    void commandLineThatMakesNoSense_isExplained(String line, String complaint) {
        assertThat(execute(line.isEmpty() ? new String[0] : line.split(" +", -1)))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("fieldloop agent: " + complaint);
    }

    @Test
    void checkConfig_goodOne_saysSo() throws Exception {
        Path file = Files.writeString(folder.resolve("agent.yaml"), CONFIG);

        assertThat(execute("check-config", file.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("can be used", "stream line", "model fashion");
    }

    @Test
    void checkConfig_badOne_isExplained() throws Exception {
        Path file = Files.writeString(folder.resolve("agent.yaml"), CONFIG + "outbx: {}\n");

        assertThat(execute("check-config", file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("agent.yaml:5", "'outbx'", "did you mean 'outbox'?");
    }

    @Test
    void run_missingConfiguration_saysSo() {
        assertThat(execute("run", "--config", "none.yaml", "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("none.yaml does not exist");
    }

    @Test
    void run_withoutIdentity_namesTheCommand() throws Exception {
        Path file = Files.writeString(folder.resolve("agent.yaml"), CONFIG);

        assertThat(execute("run", "--config", file.toString(), "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("fieldloop agent enrol --hub");
    }

    @Test
    void enrol_namesTheDevice_andIsRefusedTheSecondTime() throws Exception {
        try (var hub = new TestHubServer(new TestAuthority(), 8883)) {
            String[] line = {"enrol", "--hub", hub.address(), "--token=" + hub.token(), "--data", folder.toString()};

            assertThat(execute(line)).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("device-1");
            assertThat(execute(line)).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("--replace");
        }
    }

    private int execute(String... arguments) {
        return new AgentCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .execute(List.of(arguments));
    }

    @Test
    void accelerators_packageOnAPlainMachine_showsWhatWasMeasuredAndChosen() throws Exception {
        Path config = Files.writeString(folder.resolve("agent.yaml"), CONFIG);
        TestPackage light = TestPackage.of(1);
        light.in(folder.resolve("package"));
        Files.write(
                folder.resolve("package/manifest.dsse"),
                light.signed().envelope().toArray());
        String[] command = {
            "accelerators", "--model", folder.resolve("package").toString(), "--config", config.toString()
        };

        assertThat(execute(command)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("light@1, whatever is found\nCANDIDATE ")
                .containsPattern("fp32 on cpu +\\d+ µs +\\d+ µs .* cpu 2\n")
                .endsWith("It runs as fp32 on cpu\n");

        out.reset();
        assertThat(execute(
                        Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new)))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"chosen\" : \"fp32 on cpu\"");
    }

    @Test
    void accelerators_folderThatIsNoPackage_saysSo() throws Exception {
        Path config = Files.writeString(folder.resolve("agent.yaml"), CONFIG);
        Files.writeString(folder.resolve("manifest.dsse"), "{}");
        assertThat(execute("accelerators", "--model", folder.toString(), "--config", config.toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is no package: ");
    }
}
