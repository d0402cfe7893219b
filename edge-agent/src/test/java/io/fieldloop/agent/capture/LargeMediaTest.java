package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Samples.LINE;
import static io.fieldloop.agent.capture.Samples.large;
import static io.fieldloop.agent.capture.Samples.receipts;
import static io.fieldloop.agent.capture.Samples.worth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.capture.Appended.Queued;
import io.fieldloop.agent.capture.Appended.Refused;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.LedgerReport.Account;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples whose media are files beside the database. */
final class LargeMediaTest {
    private static final Captured LARGE = large(0.5, 1);
    private static final String NAME = LARGE.media().sha256().hex();

    @TempDir
    Path folder;

    private Path media;
    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        media = OutboxFile.mediaOf(folder.resolve("outbox.db"));
        outbox = open(64 << 20);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void take_returnsWhatWasAppended_alsoAfterARestart() throws Exception {
        outbox.append(LINE, LARGE);
        assertThat(files()).containsExactly(NAME);
        reopen();

        LargeSample sample = outbox.takeLarge().orElseThrow();

        assertThat(sample.media()).hasBinaryContent(LARGE.media().toArray());
        assertThat(sample.upload())
                .isEqualTo(new Upload(LARGE.media().sha256(), LARGE.media().size()));
        assertThat(sample.message().samples()).containsExactly(Encoded.numbered(LARGE.numbered(1), 1, sample.upload()));
        assertThat(outbox.bytes()).isGreaterThan(Encoded.LARGE_MEDIA_BYTES);
    }

    @Test
    void largeMedia_goOneByOneInOrderOfValue_apartFromTheOthers() throws Exception {
        outbox.append(LINE, List.of(large(0.5, 1), large(0.9, 2), worth(0.7)));

        assertThat(takenSequences()).containsExactly(3L);
        assertThat(takenLarge()).containsExactly(2L, 1L);
        assertThat(outbox.inFlight()).isEqualTo(3);
    }

    @Test
    void takenLarge_isInFlight_untilItIsPutBackOrGivenUp() throws Exception {
        outbox.append(LINE, LARGE);
        LargeSample sample = outbox.takeLarge().orElseThrow();

        assertThat(outbox.takeLarge()).isEmpty();
        assertThat(outbox.keepInFlight(sample)).isTrue();
        outbox.putBack(sample);
        assertThat(outbox.keepInFlight(sample)).isFalse();
        assertThat(outbox.takeLarge()).hasValue(sample);
        outbox.giveUpUnreadable(sample);
        assertThat(account()).isEqualTo(new Account(LINE, 1, 0, 0, Map.of(EvictionReason.UNREADABLE, 1L)));
    }

    @Test
    void open_outboxOfTheSecondSchema_findsItsLargeMedia() throws Exception {
        outbox.append(LINE, List.of(large(0.5, 1), large(0.9, 2), worth(0.7)));
        outbox.close();
        try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                Statement statement = old.createStatement()) {
            statement.execute("UPDATE sample SET line = line & ~" + Line.LARGE);
            statement.execute("CREATE INDEX oldest_of_line ON sample (line, turn, size)");
            statement.execute("DROP TABLE turn");
            statement.execute("DROP TABLE turned");
            statement.execute("PRAGMA user_version = 2");
        }

        outbox = open(64 << 20);

        assertThat(takenSequences()).containsExactly(3L);
        assertThat(takenLarge()).containsExactly(2L, 1L);
    }

    @Test
    void append_moreThanAnUploadHolds_isRefused_andAsMuchFits() throws Exception {
        int most = Math.toIntExact(Upload.MAX_SIZE_BYTES);
        outbox.close();
        outbox = open(2L * most);

        assertThat(outbox.append(LINE, worth(0.5, most + 1))).isEqualTo(new Refused(EvictionReason.TOO_LARGE));
        assertThat(outbox.append(LINE, worth(0.5, most))).isEqualTo(new Queued(2));
        assertThat(outbox.takeLarge().orElseThrow().upload().sizeBytes()).isEqualTo(most);
    }

    @Test
    void file_isSharedBySamples_andGoesWithTheLastOfThem() throws Exception {
        outbox.append(LINE, List.of(LARGE, LARGE));
        assertThat(files()).containsExactly(NAME);

        outbox.release(receipts(outbox, LINE, 1, 1));
        assertThat(files()).containsExactly(NAME);

        outbox.release(receipts(outbox, LINE, 2, 2));
        assertThat(files()).isEmpty();
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void file_ofASampleThatIsGivenUp_goes() throws Exception {
        outbox.close();
        outbox = open(2 * Encoded.LARGE_MEDIA_BYTES);

        outbox.append(LINE, List.of(large(0.2, 1), large(0.9, 2)));

        assertThat(account()).isEqualTo(new Account(LINE, 2, 0, 1, Map.of(EvictionReason.OUTBOX_FULL, 1L)));
        assertThat(files()).containsExactly(large(0.9, 2).media().sha256().hex());
    }

    @Test
    void file_ofATransactionThatFailed_goes() throws Exception {
        outbox.close();
        OutboxThread thread = OutboxThread.start(folder.resolve("outbox.db"), new Random(1));
        outbox = new Outbox(thread, new Evictions(new Bounds(1 << 20, 0), () -> 0));
        outbox.append(LINE, worth(0.5));

        assertThatThrownBy(() -> thread.run(file -> {
                    long _ = file.insert(LINE, Encoded.of(LINE, LARGE).orElseThrow());
                    throw new IOException("and then the disk failed");
                }))
                .isInstanceOf(IOException.class);

        assertThat(files()).isEmpty();
        assertThat(account()).isEqualTo(new Account(LINE, 1, 0, 1, Map.of()));
    }

    @Test
    void open_removesFilesThatNoSampleNames() throws Exception {
        outbox.append(LINE, LARGE);
        Files.writeString(media.resolve("ab".repeat(32)), "of a transaction that was never committed");
        Files.writeString(media.resolve("." + NAME + ".part"), "of a write that was cut off");

        reopen();

        assertThat(files()).containsExactly(NAME);
    }

    @Test
    void open_sampleWhoseFileIsGone_isCountedAsGivenUp() throws Exception {
        outbox.append(LINE, List.of(LARGE, worth(0.5)));
        Files.delete(media.resolve(NAME));

        reopen();

        assertThat(account()).isEqualTo(new Account(LINE, 2, 0, 1, Map.of(EvictionReason.UNREADABLE, 1L)));
        assertThat(takenSequences()).containsExactly(2L);
    }

    @Test
    void append_whenTheDiskIsFull_isCountedAsGivenUp_andGoesOnWhenThereIsRoom() throws Exception {
        Path full = Files.createDirectories(media).resolve("." + NAME + ".part");
        Files.createSymbolicLink(full, Path.of("/dev/full"));

        assertThat(outbox.append(LINE, LARGE)).isEqualTo(new Refused(EvictionReason.DISK_FULL));
        assertThat(outbox.append(LINE, LARGE)).isEqualTo(new Queued(2));

        assertThat(account()).isEqualTo(new Account(LINE, 2, 0, 1, Map.of(EvictionReason.DISK_FULL, 1L)));
        assertThat(takenLarge()).containsExactly(2L);
    }

    @Test
    void open_damagedDatabase_keepsTheMediaWithIt() throws Exception {
        outbox.append(LINE, LARGE);
        outbox.close();
        Files.writeString(folder.resolve("outbox.db"), "this is no database, but long enough to be one ".repeat(50));

        outbox = open(64 << 20);

        assertThat(files()).isEmpty();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(path -> path.endsWith(NAME))).hasSize(1);
        }
    }

    private Outbox open(long maxBytes) throws IOException {
        return Outbox.open(folder.resolve("outbox.db"), new Bounds(maxBytes, 0), new Random());
    }

    private void reopen() throws IOException {
        outbox.close();
        outbox = open(64 << 20);
    }

    private Account account() {
        return outbox.ledger().streams().getFirst();
    }

    private List<Long> takenSequences() throws Exception {
        return outbox.take().orElseThrow().batch().samples().stream()
                .map(Sample::sequence)
                .toList();
    }

    private List<Long> takenLarge() throws Exception {
        var sequences = new ArrayList<Long>();
        for (var taken = outbox.takeLarge(); taken.isPresent(); taken = outbox.takeLarge()) {
            sequences.add(taken.get().message().samples().getFirst().sequence());
        }
        return sequences;
    }

    private List<String> files() throws IOException {
        if (!Files.isDirectory(media)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(media)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
