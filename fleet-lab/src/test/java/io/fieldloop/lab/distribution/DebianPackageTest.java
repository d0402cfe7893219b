package io.fieldloop.lab.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Debian's own tools make of a package. */
final class DebianPackageTest {
    private static final Path SOURCES = Programs.root().resolve("edge-agent/src/main/distribution");

    @TempDir
    Path folder;

    private Path deb;

    @BeforeEach
    void makePackage() throws IOException {
        var image = new AgentImage(folder.resolve("image"));
        Files.createDirectories(image.program().getParent());
        Files.copy(SOURCES.resolve("fieldloop-agent"), image.program());
        assertThat(image.program().toFile().setExecutable(true)).isTrue();
        deb = folder.resolve("agent.deb");
        new DebianPackage(image, Target.LINUX_ARM64, "1.2~snapshot", SOURCES).write(deb);
    }

    @Test
    void debianPackage_isDescribedForItsMachine() throws Exception {
        assertThat(output("dpkg-deb", "--field", deb.toString()))
                .contains("Package: fieldloop-agent", "Version: 1.2~snapshot", "Architecture: arm64");
    }

    @Test
    void debianPackage_holdsProgramUnitAndConfiguration() throws Exception {
        String contents = output("dpkg-deb", "--contents", deb.toString());

        assertThat(contents)
                .contains(
                        "./opt/fieldloop-agent/bin/fieldloop-agent",
                        "./usr/bin/fieldloop-agent -> /opt/fieldloop-agent/bin/fieldloop-agent",
                        "./usr/lib/systemd/system/fieldloop-agent.service",
                        "./usr/lib/sysusers.d/fieldloop-agent.conf",
                        "./etc/fieldloop/agent.yaml");
        assertThat(contents.lines())
                .allMatch(line -> line.contains("root/root") || line.contains("0/0"))
                .anyMatch(line -> line.startsWith("-rwxr-xr-x") && line.endsWith("/bin/fieldloop-agent"));
    }

    @Test
    void debianPackage_unpacked_startsAsTheScriptSays() throws Exception {
        Path unpacked = folder.resolve("unpacked");
        output("dpkg-deb", "--extract", deb.toString(), unpacked.toString());

        assertThat(unpacked.resolve("opt/fieldloop-agent/bin/fieldloop-agent"))
                .hasSameTextualContentAs(SOURCES.resolve("fieldloop-agent"))
                .isExecutable();
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
