package io.fieldloop.agent.deployment;

import static io.fieldloop.agent.deployment.Offers.WRONG;
import static io.fieldloop.agent.deployment.Offers.offer;
import static io.fieldloop.agent.deployment.Offers.versions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fieldloop.agent.deployment.DeploymentState.Downloading;
import io.fieldloop.agent.deployment.DeploymentState.Idle;
import io.fieldloop.agent.deployment.DeploymentState.RollingBack;
import io.fieldloop.agent.deployment.DeploymentState.Soaking;
import io.fieldloop.agent.deployment.DeploymentState.Trialling;
import io.fieldloop.agent.deployment.DeploymentState.Verifying;
import io.fieldloop.agent.deployment.Journal.Entry;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileJournalTest {
    private static final ModelName FASHION = new ModelName("fashion");

    @TempDir
    Path folder;

    private FileJournal journal;

    @BeforeEach
    void open() {
        journal = new FileJournal(folder.resolve("deployments"));
    }

    static Stream<Entry> entries() {
        Versions versions = versions(2, 1);
        Rejection rejection = new Rejection(offer(3, 2), WRONG);
        return Stream.of(
                        new Idle(Versions.NONE, Optional.empty()),
                        new Idle(versions, Optional.of(rejection)),
                        new Downloading(versions.lost(), offer(3)),
                        new Verifying(versions, offer(3)),
                        new Trialling(versions, offer(3)),
                        new Soaking(Versions.NONE, offer(3)),
                        new RollingBack(versions, rejection))
                .map(state -> new Entry(state, 2, List.of(report(3, Stage.SOAKING), report(4, Stage.REJECTED))));
    }

    private static DeploymentReport report(int version, Stage stage) {
        return new DeploymentReport(
                offer(version).rollout(),
                1,
                offer(version).model(),
                stage,
                Optional.of(WRONG).filter(_ -> stage == Stage.REJECTED),
                Instant.ofEpochMilli(1_800_000_000_123L));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void read_afterWrite_isTheSame(Entry entry) throws IOException {
        journal.write(FASHION, entry);
        assertThat(new FileJournal(folder.resolve("deployments")).read(FASHION)).hasValue(entry);
    }

    @Test
    void read_nothingWritten_isEmpty() {
        assertThat(journal.read(FASHION)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "not json",
                "{\"schema\":2,\"state\":\"idle\",\"starts\":0,\"unsent\":[]}",
                "{\"schema\":1,\"state\":\"dreaming\",\"starts\":0,\"unsent\":[]}",
                "{\"schema\":1,\"state\":\"soaking\",\"starts\":0,\"unsent\":[]}",
                "{\"schema\":1,\"state\":\"idle\",\"starts\":-1,\"unsent\":[]}",
                "{\"schema\":1,\"state\":\"idle\",\"starts\":99999999999,\"unsent\":[]}",
                "{\"schema\":1,\"state\":\"idle\",\"starts\":0.5,\"unsent\":[]}",
                "{\"schema\":1,\"state\":\"idle\",\"starts\":0,\"unsent\":[null]}",
                "{\"schema\":1,\"state\":\"idle\",\"starts\":0,\"unsent\":[]} trailing",
                "{\"schema\":1,\"schema\":1,\"state\":\"idle\",\"starts\":0,\"unsent\":[]}",
                "{\"schema\":1,\"state\":\"idle\",\"starts\":0,\"unsent\":[],\"active\":{\"model\":\"../x\",\"version\":1,"
                        + "\"manifest\":\"00\"}}"
            })
    void read_makesNoSense_isMovedAsideAndEmpty(String document) throws IOException {
        Path file = folder.resolve("deployments/fashion.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, document);
        assertThat(journal.read(FASHION)).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("deployments/fashion.json.damaged")).hasContent(document);
        assertThat(journal.read(FASHION)).isEmpty();
    }

    @Test
    void read_deepNesting_isEmpty() throws IOException {
        Path file = folder.resolve("deployments/fashion.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"a\":" + "[".repeat(50_000));
        assertThat(journal.read(FASHION)).isEmpty();
    }

    @Test
    void read_isAFolder_isEmpty() throws IOException {
        Files.createDirectories(folder.resolve("deployments/fashion.json/in"));
        assertThat(journal.read(FASHION)).isEmpty();
    }

    @Test
    void read_anyDamage_isAnEntryOrRefusedAsPromised() throws IOException {
        Random random = new Random(11);
        byte[] whole = EntryJson.write(entries().toList().getLast());
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int flips = 1 + random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Throwable refusal = catchThrowable(() -> EntryJson.read(damaged));
            if (refusal != null) {
                assertThat(refusal).isInstanceOfAny(IOException.class, IllegalArgumentException.class);
            }
        }
    }

    @Test
    void entry_newerReportOfAnOffer_replacesTheOlder() {
        Entry entry = Entry.empty(Versions.NONE)
                .withUnsent(report(3, Stage.DOWNLOADING))
                .withUnsent(report(4, Stage.DOWNLOADING))
                .withUnsent(report(3, Stage.VERIFYING));
        assertThat(entry.unsent()).containsExactly(report(4, Stage.DOWNLOADING), report(3, Stage.VERIFYING));
        assertThat(entry.withSent(report(3, Stage.DOWNLOADING))).isEqualTo(entry);
        assertThat(entry.withSent(report(3, Stage.VERIFYING)).unsent()).containsExactly(report(4, Stage.DOWNLOADING));
    }

    @Test
    void entry_manyUnsentReports_keepsTheNewest() {
        Entry entry = Entry.empty(Versions.NONE);
        for (int version = 1; version <= 20; version++) {
            entry = entry.withUnsent(report(version, Stage.REJECTED));
        }
        assertThat(entry.unsent()).hasSize(Entry.MAX_UNSENT).endsWith(report(20, Stage.REJECTED));
    }
}
