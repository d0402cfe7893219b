package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.capture.Bounds;
import io.fieldloop.agent.capture.CaptureRule;
import io.fieldloop.agent.capture.CaptureRule.Around;
import io.fieldloop.agent.capture.CaptureRule.LowConfidence;
import io.fieldloop.agent.capture.CaptureRule.OnRequest;
import io.fieldloop.agent.capture.CaptureRule.RandomShare;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.MediaPolicy;
import io.fieldloop.agent.capture.MediaPolicy.ReadingsForm;
import io.fieldloop.agent.capture.MediaPolicy.SoundForm;
import io.fieldloop.agent.capture.NearDuplicates;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.Requests;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.source.Input;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Uptime;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a stream captures, with a real outbox. */
@Timeout(60)
final class CapturingTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Random random = new Random(3);

    private static final Uptime UPTIME = new Uptime(3, 60_000);

    @TempDir
    private Path folder;

    private Outbox outbox;

    @BeforeEach
    void open() throws Exception {
        outbox = Outbox.open(folder.resolve("outbox.db"), new Bounds(1 << 20, 0), random);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void imageThatCouldNotBeWritten_isCaptured_thoughItsRuleWouldNotChooseItAgain() throws Exception {
        Capturing capturing = capturing(new OnRequest("one", Optional.empty(), 1));
        Input image = image();
        execute("ALTER TABLE sample RENAME TO elsewhere");
        assertThatThrownBy(() -> capturing.capture(image, NOON, sure(1))).isInstanceOf(IOException.class);
        execute("ALTER TABLE elsewhere RENAME TO sample");

        Wait.until("it is written", () -> isCaptured(capturing, image));
        capturing.capture(image(), NOON, sure(1));

        assertThat(captured()).isEqualTo(1);
    }

    private static boolean isCaptured(Capturing capturing, Input image) {
        try {
            capturing.capture(image, NOON, sure(1));
            return true;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void request_isServedOnce_whateverBecomesOfTheAgent() throws Exception {
        OnRequest request = new OnRequest("three", Optional.empty(), 3);
        for (int start = 0; start < 3; start++) {
            Capturing capturing = capturing(request);
            capturing.capture(image(), NOON, sure(1));
            capturing.capture(image(), NOON, sure(1));
        }

        assertThat(captured()).isEqualTo(3);
    }

    @Test
    void whatCameBeforeAnEvent_isCapturedWithIt() throws Exception {
        Around around = new Around(List.of("low-confidence"), Duration.ofSeconds(5), Duration.ofSeconds(1), 1 << 20);
        Capturing capturing = capturing(new LowConfidence(0.5), around);

        for (int second = 0; second < 10; second++) {
            capturing.capture(image(), NOON.plusSeconds(second), sure(1));
        }
        assertThat(outbox.ledger().streams()).isEmpty();
        capturing.capture(image(), NOON.plusSeconds(10), sure(0.1));

        assertThat(captured()).isEqualTo(5);
    }

    @Test
    void otherRules_countFromTheNextImageOn() throws Exception {
        var wanted = new AtomicReference<>(CaptureSettings.NOTHING);
        var capturing = capturing(wanted::get);
        capturing.capture(image(), NOON, sure(0.1));
        assertThat(outbox.ledger().streams()).isEmpty();

        wanted.set(new CaptureSettings(List.of(new LowConfidence(0.5))));
        capturing.capture(image(), NOON, sure(0.1));

        assertThat(captured()).isEqualTo(1);
    }

    @Test
    void otherMediaPolicy_countsFromTheNextImageOn_andIsWhatTheOutboxWeighs() throws Exception {
        var rules = List.<CaptureRule>of(new RandomShare(1));
        var wanted = new AtomicReference<>(new CaptureSettings(rules));
        var capturing = capturing(wanted::get);
        Input image = new Input.Raw(
                "camera",
                new Image(
                        64,
                        64,
                        random.ints(64 * 64, 96, 112)
                                .map(grey -> grey * 0x010101)
                                .toArray()));

        capturing.capture(image, NOON, sure(1));
        long asItIs = outbox.bytes();
        wanted.set(new CaptureSettings(
                rules, Optional.empty(), new MediaPolicy(OptionalInt.of(50), SoundForm.AS_IS, ReadingsForm.AS_IS)));
        capturing.capture(image, NOON, sure(1));

        assertThat(captured()).isEqualTo(2);
        assertThat(outbox.bytes()).isBetween(asItIs + 1, asItIs + asItIs / 2);
    }

    @Test
    void nearDuplicate_isCountedAndNotCaptured_andUsesNothingUp_butNotOfTheRandomShare() throws Exception {
        var nearDuplicates = Optional.of(new NearDuplicates(3, 10, Duration.ofHours(1)));
        var wanted = new AtomicReference<>(new CaptureSettings(
                List.of(new OnRequest("two", Optional.empty(), 2)), nearDuplicates, MediaPolicy.AS_IS));
        var capturing = capturing(wanted::get);
        Input image = image();

        capturing.capture(image, NOON, sure(1));
        capturing.capture(image, NOON, sure(1));
        assertThat(captured()).isEqualTo(1);
        assertThat(capturing.suppressed()).isEqualTo(1);
        capturing.capture(image(), NOON, sure(1));
        capturing.capture(image(), NOON, sure(1));
        assertThat(captured()).isEqualTo(2);

        wanted.set(new CaptureSettings(List.of(new RandomShare(1)), nearDuplicates, MediaPolicy.AS_IS));
        capturing.capture(image, NOON, sure(1));
        assertThat(captured()).isEqualTo(3);
        assertThat(capturing.suppressed()).isEqualTo(1);
    }

    @Test
    void soundThatGoesOn_isCapturedOnce_andAnotherAgain() throws Exception {
        var wanted = new CaptureSettings(
                List.of(new OnRequest("two", Optional.empty(), 2)),
                Optional.of(new NearDuplicates(3, 10, Duration.ofHours(1))),
                MediaPolicy.AS_IS);
        var capturing = capturing(wanted);

        hear(capturing, 1_500, 30);
        assertThat(captured()).isEqualTo(1);
        assertThat(capturing.suppressed()).isEqualTo(29);
        hear(capturing, 6_000, 12);

        assertThat(captured()).isEqualTo(2);
        assertThat(capturing.suppressed()).isEqualTo(29);
    }

    /** A tone in pieces of 100 ms, after a gap. */
    private static void hear(Capturing capturing, int hertz, int pieces) throws IOException, InterruptedException {
        var ear = new Ear();
        for (int piece = 0; piece < pieces; piece++) {
            short[] samples = new short[1_600];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * hertz * i / 16_000));
            }
            capturing.capture(new Input.Heard(new Sound(16_000, samples), ear), NOON, sure(1));
        }
    }

    private Capturing capturing(CaptureRule... rules) throws IOException {
        return capturing(new CaptureSettings(List.of(rules)));
    }

    private Capturing capturing(CaptureSettings wanted) throws IOException {
        return capturing(() -> wanted);
    }

    private Capturing capturing(Supplier<CaptureSettings> wanted) throws IOException {
        return new Capturing(
                new StreamName("door"),
                wanted,
                new Capturing.Models(_ -> {}, Map.of()),
                random,
                Requests.open(folder.resolve("requests")),
                outbox,
                () -> UPTIME);
    }

    private long captured() {
        return outbox.ledger().streams().getFirst().captured();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Input image() {
        return new Input.Raw(
                "camera", new Image(9, 8, random.ints(72, 0, 1 << 24).toArray()));
    }

    private static Answer sure(double confidence) {
        return new Answer(
                ModelRef.of("light", 1),
                new Classified(List.of(new ClassScore("bright", confidence))),
                Duration.ofMillis(1));
    }
}
