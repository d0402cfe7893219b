package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.capture.Bounds;
import io.fieldloop.agent.capture.CaptureRule.RandomShare;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.Requests;
import io.fieldloop.agent.health.Behaviours;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.agent.process.SystemUptime;
import io.fieldloop.agent.serve.ApiSettings;
import io.fieldloop.agent.serve.DeployedModels;
import io.fieldloop.agent.serve.LocalApi;
import io.fieldloop.agent.serve.ModelSettings;
import io.fieldloop.agent.source.PushSource;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.LedgerReport.Account;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream whose images are pushed by HTTP, with a real model and a real outbox. */
@Timeout(60)
final class PipelineTest {
    private static final StreamName DOOR = new StreamName("door");
    private static final int MAX_IMAGE_BYTES = 4096;
    private static final byte[] IMAGE = ImageWriter.png(TestPackage.image(255)).toArray();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final InferencePool pool = new InferencePool(new ModelName("light"), 1, 1);
    private final PushSource source = new PushSource(DOOR, MAX_IMAGE_BYTES);

    @TempDir
    private Path folder;

    private Outbox outbox;
    private Pipeline pipeline;
    private LocalApi api;

    @BeforeEach
    void start() throws Exception {
        var random = new Random(7);
        outbox = Outbox.open(folder.resolve("outbox.db"), new Bounds(1 << 20, 0), random);
        var settings = new CaptureSettings(List.of(new RandomShare(1)));
        var capturing = new Capturing(
                DOOR,
                () -> settings,
                new Capturing.Models(pool::bring, Map.of()),
                random,
                Requests.open(folder.resolve("requests")),
                outbox,
                SystemUptime.ofMachine());
        var behaviours = Behaviours.open(
                folder.resolve("behaviour"), Duration.ofMinutes(5), Optional.empty(), Clock.systemUTC(), random);
        pipeline = new Pipeline(source, pool, behaviours.of(DOOR), capturing, List.of(), Clock.systemUTC());
        pipeline.start();
        api = LocalApi.start(
                new DeployedModels(List.of(pool), ModelSettings.DEFAULT),
                Map.of(DOOR, source),
                ApiSettings.loopback(0));
    }

    @AfterEach
    void stop() {
        api.close();
        pipeline.close();
        pool.close();
        outbox.close();
        client.close();
    }

    @Test
    void image_isTakenOnceWhatWasCapturedOfItIsOnTheDisk() throws Exception {
        serve();

        assertThat(push("door", IMAGE).statusCode()).isEqualTo(202);

        assertThat(account()).isEqualTo(new Account(DOOR, 1, 0, 1, Map.of()));
    }

    @Test
    void bytesThatAreNoImage_areRefusedAndCounted_andTheNextImageComes() throws Exception {
        serve();

        HttpResponse<String> answer = push("door", "no image".getBytes(StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the body cannot be read: the bytes are neither PNG nor JPEG");
        assertThat(push("door", new byte[0]).statusCode()).isEqualTo(400);
        assertThat(pipeline.skipped()).isEqualTo(2);
        assertThat(push("door", IMAGE).statusCode()).isEqualTo(202);
    }

    @Test
    void imageThatIsTooLarge_isRefused() throws Exception {
        serve();

        HttpResponse<String> answer = push("door", new byte[MAX_IMAGE_BYTES + 1]);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("what is brought to stream 'door' has at most 4096 bytes");
    }

    @Test
    void imageForAStreamThatIsNotPushedTo_isToldWhichAre() throws Exception {
        HttpResponse<String> answer = push("gate", IMAGE);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("there are [door]");
    }

    @Test
    void imageWhileNoModelServes_isToldToComeBack_andIsNotKept() throws Exception {
        HttpResponse<String> answer = push("door", IMAGE);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        serve();
        assertThat(push("door", IMAGE).statusCode()).isEqualTo(202);
        assertThat(account().captured()).isEqualTo(1);
    }

    @Test
    void imagesOfManyAtOnce_areEachTakenOrToldToComeBack() throws Exception {
        serve();
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 40; i++) {
                answers.add(executor.submit(() -> push("door", IMAGE)));
            }
        }

        List<Integer> statuses =
                answers.stream().map(answer -> answer.resultNow().statusCode()).toList();
        assertThat(statuses).contains(202).allMatch(status -> status == 202 || status == 503);
        assertThat(account().captured())
                .isEqualTo(statuses.stream().filter(status -> status == 202).count());
    }

    @Test
    void imageThatCannotBeCapturedNow_isHeldUntilItCan() throws Exception {
        serve();
        execute("ALTER TABLE sample RENAME TO elsewhere");
        var answer = CompletableFuture.supplyAsync(() -> pushUnchecked(IMAGE));
        Wait.until("the model answered", () -> pool.counters().inferences() == 1);
        assertThat(answer).isNotDone();

        execute("ALTER TABLE elsewhere RENAME TO sample");

        assertThat(answer.get().statusCode()).isEqualTo(202);
        assertThat(account()).isEqualTo(new Account(DOOR, 1, 0, 1, Map.of()));
    }

    private Account account() {
        return outbox.ledger().streams().getFirst();
    }

    private void serve() throws Exception {
        pool.swap(pool.standBy(LoadedModel.load(
                TestPackage.of(1).in(folder.resolve("model")), Runtimes.available(), LoadOptions.DEFAULT)));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private HttpResponse<String> pushUnchecked(byte[] body) {
        try {
            return push("door", body);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> push(String stream, byte[] body) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:%d/v2/streams/%s/image".formatted(api.port(), stream));
        return client.send(
                HttpRequest.newBuilder(uri)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
