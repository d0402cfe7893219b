package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Samples.GATE;
import static io.fieldloop.agent.capture.Samples.LINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.LedgerReport.Account;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutboxCrashTest {
    private static final int CRASHES = 12;

    @TempDir
    Path folder;

    private final Set<Long> kept = new HashSet<>();
    private long released;

    @Test
    void kill_atAnyMoment_losesNothingThatWasPromised_andTheLedgerAddsUp() throws Exception {
        Path file = folder.resolve("outbox.db");
        var random = new Random();
        long epoch = 0;
        for (int crash = 0; crash < CRASHES; crash++) {
            runAndKill(file, 10 + random.nextInt(60));

            assertThat(sequences(file, LINE)).containsAll(kept);
            try (Outbox outbox = Outbox.open(file, new Bounds(Long.MAX_VALUE, 0), random)) {
                assertThat(outbox.ledger().streams())
                        .allMatch(Account::addsUp)
                        .noneMatch(account -> account.evicted().containsKey(EvictionReason.UNREADABLE));
                assertThat(mediaFiles(file)).isEqualTo(mediaNames(file));
                for (Account account : outbox.ledger().streams()) {
                    assertThat(account.queued())
                            .isEqualTo(sequences(file, account.stream()).size());
                }
                assertThat(acknowledged(outbox)).isGreaterThanOrEqualTo(released);
                assertThat(epoch == 0 || outbox.ledger().epoch() == epoch).isTrue();
                epoch = outbox.ledger().epoch();
                released = acknowledged(outbox);
            }
        }
        assertThat(kept).isNotEmpty();
        assertThat(released).isPositive();
    }

    private void runAndKill(Path file, int afterLines) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        OutboxVictim.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader promises = process.inputReader()) {
            String line = promises.readLine();
            for (int lines = 0; line != null; line = promises.readLine()) {
                note(line);
                if (++lines == afterLines) {
                    // Unlike Process.destroyForcibly, this leaves what was said before to be read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as("killed, not ended by itself").isEqualTo(137);
    }

    private void note(String promise) {
        String[] words = promise.split(" ", 2);
        long number = Long.parseLong(words[1]);
        if (words[0].equals("kept")) {
            kept.add(number);
        } else {
            released += number;
        }
    }

    private static long acknowledged(Outbox outbox) {
        return outbox.ledger().streams().stream()
                .filter(account -> account.stream().equals(GATE))
                .mapToLong(Account::acknowledged)
                .sum();
    }

    private static Set<Long> sequences(Path file, StreamName stream) throws Exception {
        var sequences = new HashSet<Long>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT place FROM sample JOIN stream ON number = place >> 40 WHERE name = '%s'"
                                .formatted(stream))) {
            while (row.next()) {
                sequences.add(row.getLong(1) & Row.LAST_SEQUENCE);
            }
        }
        return sequences;
    }

    private static Set<String> mediaNames(Path file) throws Exception {
        var names = new TreeSet<String>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT digest FROM large_media")) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    private static Set<String> mediaFiles(Path file) throws IOException {
        Path folder = OutboxFile.mediaOf(file);
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(media -> String.valueOf(media.getFileName()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
