package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Samples.LINE;
import static io.fieldloop.agent.capture.Samples.large;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.LedgerReport.Account;
import io.fieldloop.protocol.message.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples with large media on their way to a hub. */
final class UploadingTest {
    private static final int MEDIA_BYTES = 5 * Uploading.PIECE_BYTES + 12_345;
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private Outbox outbox;
    private @Nullable Uploading uploading;

    @BeforeEach
    void open() throws IOException {
        outbox = Outbox.open(folder.resolve("outbox.db"), new Bounds(1L << 30, 0), new Random());
    }

    @AfterEach
    void close() {
        if (uploading != null) {
            uploading.close();
        }
        outbox.close();
    }

    @Test
    void samples_overANetworkThatFails_arriveWhole_andOnlyTheirReceiptsLetThemGo() throws Exception {
        var random = new Random(7);
        var hub = new FlakyUploadTarget(random, 0.3);
        Set<Bytes> captured = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            Captured sample = of(MEDIA_BYTES + i, random);
            captured.add(sample.media());
            outbox.append(LINE, sample);
        }

        start(hub, ShippingRules.NONE);
        Wait.until("all are acknowledged", () -> account().acknowledged() == 5);

        assertThat(account()).isEqualTo(new Account(LINE, 5, 5, 0, Map.of()));
        assertThat(outbox.bytes()).isZero();
        Set<Long> sequences = new HashSet<>();
        for (Sample sample : hub.finished()) {
            sequences.add(sample.sequence());
            assertThat(captured).contains(Bytes.wrap(hub.content(sample.mediaDigest())));
        }
        assertThat(sequences).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void upload_thatWasCutOffByARestart_goesOnFromWhereItWas() throws Exception {
        var hub = new FlakyUploadTarget(new Random(1), 0);
        outbox.append(LINE, of(MEDIA_BYTES, new Random(2)));
        int budget = 2 * Uploading.PIECE_BYTES;
        start(hub, perDay(budget));
        Wait.until("the budget is spent", () -> hub.bytesBrought() == budget);
        close();

        open();
        start(hub, ShippingRules.NONE);
        Wait.until("it is acknowledged", () -> account().acknowledged() == 1);

        assertThat(hub.bytesBrought()).isEqualTo(MEDIA_BYTES);
    }

    @Test
    void bytes_areOfTheBudgetOfTheDay() throws Exception {
        outbox.append(LINE, of(MEDIA_BYTES, new Random(3)));
        var hub = new FlakyUploadTarget(new Random(1), 0);

        start(hub, perDay(1_000_000));
        Wait.until("the budget is spent", () -> hub.bytesBrought() == 1_000_000);

        assertThat(outbox.spent(LocalDate.ofInstant(NOW, ZoneOffset.UTC))).isEqualTo(1_000_000);
        assertThat(account()).isEqualTo(new Account(LINE, 1, 0, 1, Map.of()));
    }

    @Test
    void sample_thatTheHubRefuses_waits_whileOthersGo() throws Exception {
        var hub = new FlakyUploadTarget(new Random(1), 0);
        hub.refuse(true);
        outbox.append(LINE, large(0.9, 1));
        start(hub, ShippingRules.NONE);
        Wait.until("it is refused", () -> hub.bytesBrought() > 0 && outbox.inFlight() == 1);
        hub.refuse(false);

        outbox.append(LINE, large(0.1, 2));
        Wait.until("one is acknowledged", () -> account().acknowledged() >= 1);
        outbox.putBackAfter(Duration.ZERO);

        Wait.until("both are acknowledged", () -> account().acknowledged() == 2);
        assertThat(hub.bytesBrought()).isEqualTo(2L * Encoded.LARGE_MEDIA_BYTES);
    }

    @Test
    void sample_whoseFileIsDamaged_isCountedAsGivenUp() throws Exception {
        Captured flipped = large(0.9, 1);
        Captured shortened = large(0.8, 2);
        outbox.append(LINE, List.of(flipped, shortened, large(0.7, 3)));
        Path media = OutboxFile.mediaOf(folder.resolve("outbox.db"));
        byte[] content = flipped.media().toArray();
        content[1000]++;
        Files.write(media.resolve(flipped.media().sha256().hex()), content);
        Files.write(media.resolve(shortened.media().sha256().hex()), new byte[1000]);

        start(new FlakyUploadTarget(new Random(1), 0), ShippingRules.NONE);
        Wait.until("the last is acknowledged", () -> account().acknowledged() == 1);

        assertThat(account()).isEqualTo(new Account(LINE, 3, 1, 0, Map.of(EvictionReason.UNREADABLE, 2L)));
    }

    private void start(UploadTarget hub, ShippingRules rules) {
        var started = new Uploading(
                outbox,
                hub,
                new Allowance(rules, outbox, Optional::empty, () -> NOW),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random()));
        uploading = started;
        started.start();
    }

    private static ShippingRules perDay(long bytes) {
        return new ShippingRules(
                ZoneOffset.UTC, Optional.empty(), OptionalLong.of(bytes), OptionalLong.empty(), List.of());
    }

    private static Captured of(int mediaBytes, Random random) {
        byte[] media = new byte[mediaBytes];
        random.nextBytes(media);
        Captured sample = Samples.worth(0.5);
        return new Captured(
                sample.capturedAt(),
                sample.uptime(),
                sample.mediaType(),
                Bytes.wrap(media),
                sample.model(),
                sample.prediction(),
                sample.rules(),
                sample.value());
    }

    private Account account() {
        return outbox.ledger().streams().getFirst();
    }
}
