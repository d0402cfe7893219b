package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Samples.GATE;
import static io.fieldloop.agent.capture.Samples.LINE;
import static io.fieldloop.agent.capture.Samples.receipts;
import static io.fieldloop.agent.capture.Samples.worth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.capture.Appended.Queued;
import io.fieldloop.agent.capture.Appended.Refused;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.LedgerReport.Account;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.message.Upload;
import io.fieldloop.protocol.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

final class OutboxTest {
    private static final long ROOMY = 64 << 20;

    @TempDir
    Path folder;

    private Path file;
    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("outbox.db");
        outbox = open(ROOMY);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void append_numbersTheSamplesOfEachStreamFromOne() throws Exception {
        assertThat(outbox.append(LINE, worth(0.5))).isEqualTo(new Queued(1));
        assertThat(outbox.append(LINE, worth(0.5))).isEqualTo(new Queued(2));
        assertThat(outbox.append(GATE, worth(0.5))).isEqualTo(new Queued(1));

        assertThat(outbox.ledger().streams())
                .containsExactlyInAnyOrder(new Account(LINE, 2, 0, 2, Map.of()), new Account(GATE, 1, 0, 1, Map.of()));
    }

    @Test
    void take_givesTheMostValuableFirst_ofTheseTheOldest() throws Exception {
        outbox.append(LINE, worth(0.2));
        outbox.append(LINE, worth(0.9));
        outbox.append(LINE, worth(0.2));
        outbox.append(LINE, worth(0.9));

        assertThat(takenSequences()).containsExactly(2L, 4L, 1L, 3L);
    }

    @Test
    void take_returnsWhatWasAppended() throws Exception {
        Captured captured = worth(0.7, 1000);
        outbox.append(LINE, captured);

        Shipment shipment = outbox.take().orElseThrow();

        assertThat(shipment.batch())
                .isEqualTo(new SampleBatch(outbox.ledger().epoch(), LINE, List.of(captured.numbered(1))));
    }

    @Test
    void take_ofMoreThanMemoryHoldsTheTurnsOf_keepsTheOrderOverAStart() throws Exception {
        List<Double> values = new ArrayList<>();
        var random = new Random(5);
        for (int group = 0; group < 40; group++) {
            List<Captured> samples = Stream.generate(() -> worth(random.nextInt(Line.LEVELS) / (double) Line.LEVELS))
                    .limit(250)
                    .toList();
            samples.forEach(sample -> values.add(sample.value()));
            outbox.append(LINE, samples);
            outbox.append(GATE, samples.subList(0, 10));
        }
        outbox.release(receipts(outbox, LINE, 2_000, 5_000));
        outbox.release(receipts(outbox, LINE, 9_990, 9_999));

        reopen(ROOMY);

        assertThat(account(LINE)).isEqualTo(new Account(LINE, 10_000, 3_011, 6_989, Map.of()));
        assertThat(account(GATE).queued()).isEqualTo(400);
        List<Long> expected = LongStream.rangeClosed(1, 10_000)
                .filter(sequence -> sequence < 2_000 || (sequence > 5_000 && sequence < 9_990) || sequence == 10_000)
                .boxed()
                .sorted(Comparator.comparingDouble((Long sequence) -> -values.get(sequence.intValue() - 1))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        assertThat(allTaken(LINE)).isEqualTo(expected);
    }

    @Test
    void take_isOfOneStream_andLeavesTheOther() throws Exception {
        outbox.append(GATE, worth(0.5));
        outbox.append(LINE, worth(0.6));
        outbox.append(LINE, worth(0.1));

        assertThat(outbox.take().orElseThrow().batch().stream()).isEqualTo(LINE);
        assertThat(outbox.take().orElseThrow().batch().stream()).isEqualTo(GATE);
        assertThat(outbox.take()).isEmpty();
    }

    @Test
    void take_holdsAtMostTwoHundredAndFiftySixSamples() throws Exception {
        appendAtOnce(300);

        assertThat(takenSequences()).hasSize(256);
        assertThat(takenSequences()).hasSize(44);
        assertThat(outbox.inFlight()).isEqualTo(300);
    }

    @Test
    void take_staysWithinTheBytesOfAMessage() throws Exception {
        for (int i = 0; i < 6; i++) {
            outbox.append(LINE, worth(0.5, 200 << 10));
        }

        Shipment shipment = outbox.take().orElseThrow();

        assertThat(shipment.places()).hasSize(4);
        assertThat(Wire.encode(shipment.batch())).hasSizeLessThanOrEqualTo(Outbox.MAX_SHIPMENT_BYTES);
    }

    @Test
    void release_letsGoOfExactlyTheRanges() throws Exception {
        appendAtOnce(10);
        long epoch = outbox.ledger().epoch();

        long released =
                outbox.release(new Receipts(epoch, LINE, List.of(new SequenceRange(2, 3), new SequenceRange(9, 20))));

        assertThat(released).isEqualTo(4);
        assertThat(account(LINE)).isEqualTo(new Account(LINE, 10, 4, 6, Map.of()));
        assertThat(takenSequences()).containsExactlyInAnyOrder(1L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void release_again_changesNothing() throws Exception {
        appendAtOnce(3);
        outbox.release(receipts(outbox, LINE, 1, 3));

        assertThat(outbox.release(receipts(outbox, LINE, 1, 3))).isZero();
        assertThat(account(LINE)).isEqualTo(new Account(LINE, 3, 3, 0, Map.of()));
    }

    @Test
    void release_ofAnotherEpoch_isIgnored() throws Exception {
        appendAtOnce(3);
        long other = outbox.ledger().epoch() + 1;

        assertThat(outbox.release(new Receipts(other, LINE, List.of(new SequenceRange(1, 3)))))
                .isZero();
        assertThat(account(LINE).queued()).isEqualTo(3);
    }

    @Test
    void release_ofEveryNumberThereIs_isHarmless() throws Exception {
        appendAtOnce(3);

        assertThat(outbox.release(receipts(outbox, GATE, 1, Long.MAX_VALUE))).isZero();
        assertThat(outbox.release(receipts(outbox, LINE, 1, Long.MAX_VALUE))).isEqualTo(3);
        assertThat(outbox.append(LINE, worth(0.5))).isEqualTo(new Queued(4));
    }

    @Test
    void release_freesTheBytes() throws Exception {
        outbox.append(LINE, worth(0.5, 1000));
        assertThat(outbox.bytes()).isGreaterThan(1000);

        outbox.release(receipts(outbox, LINE, 1, 1));

        assertThat(outbox.bytes()).isZero();
        assertThat(outbox.inFlight()).isZero();
    }

    @Test
    void putBack_samplesWaitAgain() throws Exception {
        appendAtOnce(3);
        Shipment shipment = outbox.take().orElseThrow();

        outbox.putBack(shipment);

        assertThat(outbox.inFlight()).isZero();
        assertThat(outbox.take()).contains(shipment);
    }

    @Test
    void putBackAfter_onlyWhatIsInFlightForLongEnough() throws Exception {
        appendAtOnce(3);
        outbox.take();

        assertThat(outbox.putBackAfter(Duration.ofHours(1))).isZero();
        assertThat(outbox.putBackAfter(Duration.ZERO)).isEqualTo(3);
        assertThat(takenSequences()).hasSize(3);
    }

    @Test
    void open_again_everythingWithoutReceiptWaitsAgain_andNumbersGoOn() throws Exception {
        appendAtOnce(5);
        outbox.release(receipts(outbox, LINE, 1, 2));
        outbox.take();
        long epoch = outbox.ledger().epoch();

        reopen(ROOMY);

        assertThat(outbox.ledger().epoch()).isEqualTo(epoch);
        assertThat(account(LINE)).isEqualTo(new Account(LINE, 5, 2, 3, Map.of()));
        assertThat(takenSequences()).containsExactlyInAnyOrder(3L, 4L, 5L);
        assertThat(outbox.append(LINE, worth(0.5))).isEqualTo(new Queued(6));
    }

    @Test
    void append_whenFull_givesUpTheLeastValuable_ofTheseTheOldest() throws Exception {
        reopen(3500);
        outbox.append(LINE, worth(0.9, 800));
        outbox.append(LINE, worth(0.1, 800));
        outbox.append(LINE, worth(0.1, 800));
        outbox.append(LINE, worth(0.5, 800));

        assertThat(account(LINE)).isEqualTo(new Account(LINE, 4, 0, 3, Map.of(EvictionReason.OUTBOX_FULL, 1L)));
        assertThat(outbox.bytes()).isLessThanOrEqualTo(3500);
        assertThat(takenSequences()).containsExactly(1L, 4L, 3L);
    }

    @Test
    void append_ofTheLeastValuableToAFullOutbox_givesItUpItself() throws Exception {
        reopen(2500);
        outbox.append(LINE, worth(0.9, 1000));
        outbox.append(LINE, worth(0.9, 1000));
        outbox.append(LINE, worth(0.1, 1000));

        assertThat(account(LINE)).isEqualTo(new Account(LINE, 3, 0, 2, Map.of(EvictionReason.OUTBOX_FULL, 1L)));
        assertThat(takenSequences()).containsExactly(1L, 2L);
    }

    @Test
    void append_whenTheDiskIsFull_countsWhatItGivesUp_andGoesOnWhenThereIsRoom() throws Exception {
        outbox.close();
        OutboxThread thread = OutboxThread.start(file, new Random(1));
        outbox = new Outbox(thread, new Evictions(new Bounds(ROOMY, 0), () -> Long.MAX_VALUE));
        appendAtOnce(20);
        limitPages(thread, "1");
        var refused = new Refused(EvictionReason.DISK_FULL);
        Appended last;
        do {
            last = outbox.append(LINE, worth(0.5, 3000));
        } while (last instanceof Queued);

        assertThat(last).isEqualTo(refused);
        assertThat(account(LINE).addsUp()).isTrue();
        limitPages(thread, "1000000");
        assertThat(outbox.append(LINE, worth(0.5, 3000))).isInstanceOf(Queued.class);
        assertThat(account(LINE).evicted()).containsEntry(EvictionReason.DISK_FULL, 1L);
        assertThat(account(LINE).addsUp()).isTrue();
        assertThat(account(LINE).queued()).isEqualTo(account(LINE).captured() - 1);
    }

    @Test
    void command_forWhichTheDiskHasNoRoomAtAll_fails_andTheNextIsDone() throws Exception {
        outbox.close();
        OutboxThread thread = OutboxThread.start(file, new Random(1));
        outbox = new Outbox(thread, new Evictions(new Bounds(ROOMY, 0), () -> Long.MAX_VALUE));
        Command.Work<List<Appended>> withoutRoom = _ -> {
            throw new SQLException("no room", "", SQLiteErrorCode.SQLITE_FULL.code);
        };

        assertThatThrownBy(() -> thread.run(withoutRoom, withoutRoom)).isInstanceOf(IOException.class);

        assertThat(outbox.append(LINE, worth(0.5))).isEqualTo(new Queued(1));
        assertThat(account(LINE)).isEqualTo(new Account(LINE, 1, 0, 1, Map.of()));
    }

    @Test
    void journal_ofANewOutbox_hasRoomForAFullDisk() throws Exception {
        outbox.append(LINE, worth(0.5));

        assertThat(Files.size(Path.of(file + "-wal"))).isGreaterThan(64 << 10);
    }

    @Test
    void open_fileThatIsNoDatabase_isKeptAside_andANewEpochBegins() throws Exception {
        appendAtOnce(3);
        long epoch = outbox.ledger().epoch();
        outbox.close();
        Files.writeString(file, "this is no database, but long enough to be taken for one ".repeat(50));

        outbox = open(ROOMY);

        assertThat(outbox.ledger().epoch()).isNotEqualTo(epoch);
        assertThat(outbox.ledger().streams()).isEmpty();
        assertThat(outbox.append(LINE, worth(0.5))).isEqualTo(new Queued(1));
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("outbox.db.damaged-"));
        }
    }

    @Test
    void append_toAFileThatIsDamagedWhileInUse_startsOverAndKeepsTheSample() throws Exception {
        for (int i = 0; i < 200; i++) {
            outbox.append(LINE, worth(0.5, 3000));
        }
        long epoch = outbox.ledger().epoch();
        outbox.close();
        overwriteAllPagesButTheFirst();
        outbox = open(ROOMY);

        assertThat(outbox.append(LINE, worth(0.5))).isEqualTo(new Queued(1));
        assertThat(outbox.ledger().epoch()).isNotEqualTo(epoch);
        assertThat(account(LINE).addsUp()).isTrue();
    }

    @Test
    void open_ledgerThatDoesNotAddUp_isTakenForDamage() throws Exception {
        appendAtOnce(3);
        long epoch = outbox.ledger().epoch();
        outbox.close();
        execute("DELETE FROM sample WHERE place & 0xff = 2");

        outbox = open(ROOMY);

        assertThat(outbox.ledger().epoch()).isNotEqualTo(epoch);
    }

    @Test
    void open_fileOfANewerAgent_isRefusedAndLeftAlone() throws Exception {
        outbox.close();
        execute("PRAGMA user_version = 99");

        assertThatThrownBy(() -> open(ROOMY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer agent")
                .hasMessageContaining("99");

        execute("PRAGMA user_version = 2");
    }

    @Test
    void take_sampleThatCannotBeReadBack_isCountedAsGivenUp() throws Exception {
        appendAtOnce(3);
        outbox.close();
        execute("UPDATE sample SET body = x'00' WHERE place & 0xff = 2");

        outbox = open(ROOMY);

        assertThat(takenSequences()).containsExactlyInAnyOrder(1L, 3L);
        assertThat(account(LINE)).isEqualTo(new Account(LINE, 3, 0, 2, Map.of(EvictionReason.UNREADABLE, 1L)));
    }

    @Test
    void append_ofAGroup_tellsWhatBecameOfEach() throws Exception {
        int tooLarge = Math.toIntExact(Upload.MAX_SIZE_BYTES) + 1;
        assertThat(outbox.append(LINE, List.of(worth(0.5), worth(0.5, tooLarge), worth(0.5))))
                .containsExactly(new Queued(1), new Refused(EvictionReason.TOO_LARGE), new Queued(3));

        assertThat(account(LINE)).isEqualTo(new Account(LINE, 3, 0, 2, Map.of(EvictionReason.TOO_LARGE, 1L)));
        assertThat(takenSequences()).containsExactly(1L, 3L);
    }

    @Test
    void take_valueGrowsWithAge_soThatNothingWaitsForEver() throws Exception {
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        outbox.append(LINE, Samples.at(noon, 0));
        outbox.append(LINE, Samples.at(noon.plus(Line.GAIN.multipliedBy(9).dividedBy(10)), 1));
        outbox.append(LINE, Samples.at(noon.plus(Line.GAIN), 1));

        assertThat(takenSequences()).containsExactly(2L, 1L, 3L);
    }

    @Test
    void take_afterTheClockWasSetBack_keepsTheOrderOfCapture() throws Exception {
        outbox.append(LINE, Samples.at(Instant.parse("2026-01-01T12:00:00Z"), 0.5));
        outbox.append(LINE, Samples.at(Instant.EPOCH, 0.5));

        assertThat(takenSequences()).containsExactly(1L, 2L);
    }

    @Test
    void append_whenFull_sparesWhatIsInFlight() throws Exception {
        reopen(2500);
        outbox.append(LINE, worth(0.1, 1000));
        takenSequences();
        outbox.append(LINE, worth(0.9, 1000));
        outbox.append(LINE, worth(0.5, 1000));

        assertThat(account(LINE).evicted()).containsExactly(Map.entry(EvictionReason.OUTBOX_FULL, 1L));
        assertThat(outbox.inFlight()).isEqualTo(1);
        assertThat(takenSequences()).containsExactly(2L);
    }

    @Test
    void append_whenLittleOfTheDiskIsFree_givesUpTheLeastValuableInstead() throws Exception {
        outbox.append(LINE, List.of(worth(0.1, 1000), worth(0.5, 1000)));
        outbox.close();
        outbox = new Outbox(
                OutboxThread.start(file, new Random(1)), new Evictions(new Bounds(ROOMY, 1 << 20), () -> 1 << 19));
        long before = outbox.bytes();

        outbox.append(LINE, worth(0.9, 1000));

        assertThat(outbox.bytes()).isLessThanOrEqualTo(before);
        assertThat(account(LINE)).isEqualTo(new Account(LINE, 3, 0, 2, Map.of(EvictionReason.DISK_FULL, 1L)));
        assertThat(takenSequences()).containsExactly(3L, 2L);
    }

    @Test
    void open_fileOfTheFirstSchema_keepsItsSamples() throws Exception {
        Captured captured = worth(0.7, 1000);
        outbox.append(LINE, List.of(captured, worth(0.1)));
        outbox.append(GATE, worth(0.9));
        long epoch = outbox.ledger().epoch();
        outbox.close();
        backToTheFirstSchema();

        outbox = open(ROOMY);

        assertThat(outbox.ledger().epoch()).isEqualTo(epoch);
        assertThat(outbox.ledger().streams())
                .containsExactlyInAnyOrder(new Account(LINE, 2, 0, 2, Map.of()), new Account(GATE, 1, 0, 1, Map.of()));
        assertThat(outbox.take().orElseThrow().batch().stream()).isEqualTo(GATE);
        assertThat(outbox.take().orElseThrow().batch().samples()).contains(captured.numbered(1));
        assertThat(outbox.release(receipts(outbox, LINE, 1, 2))).isEqualTo(2);
    }

    @Test
    void append_ofManyThreads_eachGetsItsOwnNumber() throws Exception {
        List<Long> numbers = appendAtOnce(500);

        assertThat(numbers).hasSize(500).doesNotHaveDuplicates();
        assertThat(numbers).allMatch(number -> number >= 1 && number <= 500);
    }

    @Test
    void append_afterClose_saysSo() {
        outbox.close();

        assertThatThrownBy(() -> outbox.append(LINE, worth(0.5)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    private Outbox open(long maxBytes) throws IOException {
        return Outbox.open(file, new Bounds(maxBytes, 0), new Random());
    }

    private void reopen(long maxBytes) throws IOException {
        outbox.close();
        outbox = open(maxBytes);
    }

    private Account account(StreamName stream) {
        return outbox.ledger().streams().stream()
                .filter(account -> account.stream().equals(stream))
                .findFirst()
                .orElseThrow();
    }

    private List<Long> takenSequences() throws Exception {
        Optional<Shipment> shipment = outbox.take();
        return shipment.map(taken ->
                        taken.batch().samples().stream().map(Sample::sequence).toList())
                .orElse(List.of());
    }

    private List<Long> allTaken(StreamName stream) throws Exception {
        List<Long> sequences = new ArrayList<>();
        Optional<Shipment> shipment = outbox.take();
        while (shipment.isPresent()) {
            SampleBatch batch = shipment.get().batch();
            if (batch.stream().equals(stream)) {
                batch.samples().forEach(sample -> sequences.add(sample.sequence()));
            }
            shipment = outbox.take();
        }
        return sequences;
    }

    private List<Long> appendAtOnce(int count) throws InterruptedException {
        var numbers = new ConcurrentLinkedQueue<Long>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    if (outbox.append(LINE, worth(0.5)) instanceof Queued(long sequence)) {
                        numbers.add(sequence);
                    }
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(numbers);
    }

    private static void limitPages(OutboxThread thread, String pages) throws Exception {
        thread.run(file -> {
            try (Statement statement = file.connection.createStatement()) {
                return statement.execute("PRAGMA max_page_count = " + pages);
            }
        });
    }

    private void backToTheFirstSchema() throws SQLException {
        for (String statement : List.of(
                "ALTER TABLE sample RENAME TO sample_of_2",
                """
                CREATE TABLE sample (id INTEGER PRIMARY KEY, stream TEXT NOT NULL, sequence INTEGER NOT NULL,
                    value REAL NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL, UNIQUE (stream, sequence))""",
                "CREATE INDEX most_valuable_first ON sample (value DESC, id, stream, sequence, size)",
                "CREATE INDEX least_valuable_first ON sample (value, id, stream, size)",
                """
                INSERT INTO sample SELECT row_number() OVER (ORDER BY place), name, place & 0xff, (line >> 32) / 15.0, size, body
                FROM sample_of_2 JOIN stream ON number = place >> 40""",
                "DROP TABLE sample_of_2",
                "DROP TABLE stream",
                "DROP TABLE turn",
                "DROP TABLE turned",
                "DROP TABLE large_media",
                "DROP TABLE traffic",
                "PRAGMA user_version = 1")) {
            execute(statement);
        }
    }

    private void overwriteAllPagesButTheFirst() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] garbage = new byte[(int) channel.size() - 4096];
            new Random(7).nextBytes(garbage);
            channel.write(ByteBuffer.wrap(garbage), 4096);
        }
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement prepared = connection.createStatement()) {
            prepared.execute(statement);
        }
    }
}
