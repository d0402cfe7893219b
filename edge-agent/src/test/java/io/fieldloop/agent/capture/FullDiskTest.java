package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Samples.LINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.LedgerReport.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outbox on a disk of 8 MiB that is full to the last byte when the device starts. */
final class FullDiskTest {
    private static final List<String> NAMESPACE = List.of("unshare", "--user", "--map-root-user", "--mount");

    /** Mounts the disk, and runs one process after the other on it. */
    private static final String RUN = """
            java=$1; class_path=$2; folder=$3; shift 3
            mount -t tmpfs -o size=8m none "$folder" || exit 1
            for start in "$@"; do
              "$java" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp "$class_path" \\
                %s "$folder" $start || exit 1
            done
            """.formatted(FullDisk.class.getName());

    @TempDir
    Path folder;

    @Test
    void start_afterAnOrderlyStop_countsWhatItGivesUp_alsoOverAPowerCut_andHeals() throws Exception {
        List<String> said = run(
                "leave 2 100 close", "fill 50 100 cut", "leave 50 100 close", "leave 50 100 cut", "empty 1 100 cut");

        assertThat(said)
                .containsSubsequence(
                        "queued 2 of 2: " + account(2, 0),
                        "queued 0 of 50: " + account(2, 50),
                        "queued 0 of 50: " + account(2, 100),
                        "queued 0 of 50: " + account(2, 150),
                        "queued 1 of 1: " + account(3, 150));
    }

    @Test
    void start_afterAPowerCut_countsWhatItGivesUp_andHeals() throws Exception {
        List<String> said = run("leave 20 5000 cut", "fill 50 5000 cut", "leave 50 5000 cut", "empty 1 5000 cut");

        assertThat(said)
                .containsSubsequence(
                        "queued 20 of 20: " + account(20, 0),
                        "queued 0 of 50: " + account(20, 50),
                        "queued 0 of 50: " + account(20, 100),
                        "queued 1 of 1: " + account(21, 100));
    }

    private static List<Account> account(long queued, long evicted) {
        Map<EvictionReason, Long> reasons = evicted == 0 ? Map.of() : Map.of(EvictionReason.DISK_FULL, evicted);
        return List.of(new Account(LINE, queued + evicted, 0, queued, reasons));
    }

    private List<String> run(String... starts) throws IOException, InterruptedException {
        assumeTrue(isPossible(), "this machine lets nobody but its administrator mount a small disk");
        List<String> command = new ArrayList<>(NAMESPACE);
        command.addAll(List.of(
                "sh",
                "-c",
                RUN,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                folder.toString()));
        command.addAll(List.of(starts));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private static boolean isPossible() throws InterruptedException {
        try {
            List<String> nothing = new ArrayList<>(NAMESPACE);
            nothing.add("true");
            return new ProcessBuilder(nothing).start().waitFor() == 0;
        } catch (IOException _) {
            return false; // no util-linux
        }
    }
}
