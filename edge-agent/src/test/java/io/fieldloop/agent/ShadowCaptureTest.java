package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.capture.Bounds;
import io.fieldloop.agent.capture.CaptureRule;
import io.fieldloop.agent.capture.CaptureRule.Around;
import io.fieldloop.agent.capture.CaptureRule.LowConfidence;
import io.fieldloop.agent.capture.CaptureRule.Shadow;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.MediaPolicy;
import io.fieldloop.agent.capture.NearDuplicates;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.Requests;
import io.fieldloop.agent.capture.ShadowModel;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.agent.source.Input;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.ShadowCounts;
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
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a stream captures because a real shadow, which calls everything bright, contradicts its model; with a real outbox. */
@Timeout(60)
final class ShadowCaptureTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ModelName TWIN = new ModelName("twin");
    private static final CaptureRule SHADOW = new Shadow(TWIN, 1, 0);
    private static final CaptureRule AROUND =
            new Around(List.of("shadow"), Duration.ofSeconds(5), Duration.ofSeconds(1), 1 << 20);

    private final Random random = new Random(3);
    private final InferencePool pool = new InferencePool(TWIN, 1, 1);
    private final AtomicReference<CaptureSettings> wanted = new AtomicReference<>();

    @TempDir
    private Path folder;

    private Outbox outbox;
    private Capturing capturing;
    private int seconds;

    @BeforeEach
    void open() throws Exception {
        outbox = Outbox.open(folder.resolve("outbox.db"), new Bounds(1 << 20, 0), random);
        pool.swap(pool.standBy(LoadedModel.load(
                TestPackage.stuck(4).in(folder.resolve("twin")), Runtimes.available(), LoadOptions.DEFAULT)));
        capturing = new Capturing(
                new StreamName("door"),
                wanted::get,
                new Capturing.Models(_ -> {}, Map.of(TWIN, new ShadowModel(pool))),
                random,
                Requests.open(folder.resolve("requests")),
                outbox,
                () -> new Uptime(3, 60_000));
    }

    @AfterEach
    void close() {
        capturing.close();
        pool.close();
        outbox.close();
    }

    @Test
    void imageThatTheShadowContradicts_isCaptured_andNoOther() throws Exception {
        want(SHADOW);

        show("bright", 0.9);
        show("dark", 0.9);

        assertThat(captured()).isEqualTo(1);
        assertThat(counts()).isEqualTo(new ShadowCounts(new StreamName("door"), TWIN, Optional.of(4), 2, 1, 0, 0));
    }

    @Test
    void imageThatAnotherRuleChose_isNotCapturedTwice() throws Exception {
        want(SHADOW, new LowConfidence(0.5));

        show("dark", 0.4);
        show("dark", 0.9);

        assertThat(captured()).isEqualTo(2);
        assertThat(counts().disagreed()).isEqualTo(2);
    }

    @Test
    void whatCameBeforeAnImageThatIsChosenLate_isCapturedWithIt() throws Exception {
        want(SHADOW, AROUND);
        show("bright", 0.9);
        show("bright", 0.9);

        show("dark", 0.9);

        assertThat(captured()).isEqualTo(3);
    }

    @Test
    void nearDuplicate_isCountedAndNotCaptured() throws Exception {
        wanted.set(new CaptureSettings(
                List.of(SHADOW), Optional.of(new NearDuplicates(0, 10, Duration.ofHours(1))), MediaPolicy.AS_IS));
        Input image = image();

        show(image, "dark", 0.9);
        show(new Input.Raw("again", ((Input.Raw) image).image()), "dark", 0.9);

        assertThat(captured()).isEqualTo(1);
        assertThat(capturing.suppressed()).isEqualTo(1);
    }

    @Test
    void diskThatFails_keepsTheShadowBusy_andNotTheStream_andNothingIsLost() throws Exception {
        want(SHADOW);
        execute("ALTER TABLE sample RENAME TO elsewhere");
        capturing.capture(image(), NOON, answer("dark", 0.9));
        Wait.until("it disagrees", () -> counts().disagreed() == 1);

        capturing.capture(image(), NOON, answer("dark", 0.9));
        assertThat(counts().passedOver()).isEqualTo(1);
        execute("ALTER TABLE elsewhere RENAME TO sample");

        Wait.until("it is captured", () -> captured() == 1);
    }

    @Test
    void ruleThatIsTakenAway_asksNothingAnyMore() throws Exception {
        want(SHADOW);
        show("dark", 0.9);

        want();
        capturing.capture(image(), NOON, answer("dark", 0.9));

        assertThat(capturing.shadow()).isEmpty();
        assertThat(pool.counters().inferences()).isEqualTo(1);
    }

    private void want(CaptureRule... rules) {
        wanted.set(new CaptureSettings(List.of(rules)));
    }

    private void show(String label, double confidence) throws IOException, InterruptedException {
        show(image(), label, confidence);
    }

    /** Shows an image, a second after the one before, until the shadow has dealt with it. */
    private void show(Input image, String label, double confidence) throws IOException, InterruptedException {
        capturing.capture(image, NOON.plusSeconds(seconds++), answer(label, confidence));
        capturing.close();
    }

    private ShadowCounts counts() {
        return capturing.shadow().orElseThrow();
    }

    private long captured() {
        return outbox.ledger().streams().stream()
                .mapToLong(account -> account.captured())
                .sum();
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

    private static Answer answer(String label, double confidence) {
        return new Answer(
                ModelRef.of("light", 1),
                new Classified(List.of(new ClassScore(label, confidence))),
                Duration.ofMillis(1));
    }
}
