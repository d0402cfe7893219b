package io.fieldloop.agent.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fieldloop.agent.disk.StorageException;
import io.fieldloop.agent.link.http.HubClient;
import io.fieldloop.agent.traffic.BudgetSpentException;
import io.fieldloop.agent.traffic.TrafficBudgets;
import io.fieldloop.agent.traffic.TrafficClass;
import io.fieldloop.agent.traffic.TrafficMeter;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.SignedManifest;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPackageSourceTest {
    private static final byte[] CONTENT = content();
    private static final FileRef FILE = new FileRef(Sha256.of(CONTENT), CONTENT.length);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private BlobServer server;
    private HttpPackageSource source;
    private final List<HubClient> clients = new ArrayList<>();
    private Path part;
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    private static byte[] content() {
        byte[] content = new byte[200_000];
        new Random(5).nextBytes(content);
        return content;
    }

    @BeforeEach
    void start() throws IOException {
        server = new BlobServer(CONTENT);
        source = source(server.uri(), PATIENCE);
        part = folder.resolve("file.part");
    }

    @AfterEach
    void stop() {
        clients.forEach(HubClient::close);
        server.close();
    }

    @Test
    void fetch_wholeFile_arrivesAndIsCounted() throws IOException {
        source.fetch(FILE, part);
        assertThat(part).hasBinaryContent(CONTENT);
        assertThat(source.bytesReceived()).isEqualTo(CONTENT.length);
        assertThat(server.lastRange()).isEmpty();
    }

    @Test
    void fetch_allIsThere_asksNobody() throws IOException {
        Files.write(part, CONTENT);
        source.fetch(FILE, part);
        assertThat(server.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100_000, 199_999})
    void fetch_partIsThere_asksOnlyForTheRest(int have) throws IOException {
        Files.write(part, Arrays.copyOf(CONTENT, have));
        source.fetch(FILE, part);
        assertThat(part).hasBinaryContent(CONTENT);
        assertThat(server.lastRange()).hasValue("bytes=" + have + "-");
        assertThat(source.bytesReceived()).isEqualTo(CONTENT.length - have);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 65_536, 100_001, 199_999})
    void fetch_cutOff_keepsWhatCameAndResumes(int after) throws IOException {
        server.cutAfter(after);
        assertThatThrownBy(() -> source.fetch(FILE, part)).isInstanceOf(IOException.class);
        long kept = Files.exists(part) ? Files.size(part) : 0;
        assertThat(kept).isLessThanOrEqualTo(after);
        assertThat(Files.exists(part) ? Files.readAllBytes(part) : new byte[0])
                .isEqualTo(Arrays.copyOf(CONTENT, (int) kept));
        source.fetch(FILE, part);
        assertThat(part).hasBinaryContent(CONTENT);
        assertThat(source.bytesReceived()).isEqualTo(CONTENT.length);
    }

    @Test
    void fetch_cutOffAgainAndAgain_endsAfterAllWithoutReceivingTwice() throws IOException {
        server.cutEach(10_000);
        int tries = 0;
        while (catchThrowable(() -> source.fetch(FILE, part)) != null) {
            assertThat(++tries).isLessThan(100);
        }
        assertThat(part).hasBinaryContent(CONTENT);
        assertThat(source.bytesReceived()).isEqualTo(CONTENT.length);
    }

    @Test
    void fetch_contentChangedMeanwhile_startsOver() throws IOException {
        Files.write(part, new byte[50_000]);
        server.tag("\"another\"");
        source.fetch(FILE, part);
        assertThat(part).hasBinaryContent(CONTENT);
    }

    @Test
    void fetch_serverIgnoresRanges_startsOver() throws IOException {
        Files.write(part, Arrays.copyOf(CONTENT, 50_000));
        server.ignoreRanges();
        source.fetch(FILE, part);
        assertThat(part).hasBinaryContent(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 0-199999/200000",
                "bytes 50001-199999/200000",
                "bytes 50000-199998/200000",
                "bytes 50000-199999/200001",
                "bytes 50000-199999/*",
                "nonsense"
            })
    void fetch_wrongRange_isRefusedAndThePartKept(String range) throws IOException {
        Files.write(part, Arrays.copyOf(CONTENT, 50_000));
        server.answerRange(range);
        assertThatThrownBy(() -> source.fetch(FILE, part)).hasMessageContaining("asked for the range");
        assertThat(part).hasBinaryContent(Arrays.copyOf(CONTENT, 50_000));
    }

    @Test
    void fetch_partialAnswerToAWholeRequest_isRefused() {
        server.answerRange("bytes 0-199999/200000");
        assertThatThrownBy(() -> source.fetch(FILE, part)).hasMessageContaining("206 instead of 200");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 403, 404, 416, 500, 503})
    void fetch_anyOtherStatus_isAnErrorThatNamesIt(int status) throws IOException {
        server.answer(status);
        assertThatThrownBy(() -> source.fetch(FILE, part)).hasMessageContaining(String.valueOf(status));
        source.fetch(FILE, part);
        assertThat(part).hasBinaryContent(CONTENT);
    }

    @Test
    void fetch_bodyIsTooLong_forgetsItAndNeverGrowsBeyondTheSize() throws IOException {
        FileRef shorter = new FileRef(FILE.sha256(), 150_000);
        assertThatThrownBy(() -> source.fetch(shorter, part)).hasMessageContaining("more than the promised 150000");
        assertThat(part).isEmptyFile();
    }

    @Test
    void fetch_bodyIsTooShort_saysSoAndKeepsIt() throws IOException {
        FileRef longer = new FileRef(FILE.sha256(), 250_000);
        assertThatThrownBy(() -> source.fetch(longer, part)).hasMessageContaining("cut off after 200000 of 250000");
        assertThat(part).hasBinaryContent(CONTENT);
    }

    @Test
    void fetch_partIsLongerThanTheFile_startsOver() throws IOException {
        Files.write(part, new byte[300_000]);
        source.fetch(FILE, part);
        assertThat(part).hasBinaryContent(CONTENT);
    }

    @Test
    void fetch_serverFallsSilentInTheBody_endsAndKeepsWhatCame() throws IOException {
        server.stallAfter(70_000);
        HttpPackageSource impatient = source(server.uri(), Duration.ofSeconds(2));
        assertThatThrownBy(() -> impatient.fetch(FILE, part)).isInstanceOf(IOException.class);
        assertThat(Files.size(part)).isBetween(1L, 70_000L);
        source.fetch(FILE, part);
        assertThat(part).hasBinaryContent(CONTENT);
    }

    @Test
    void fetch_serverNeverAnswers_ends() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            HttpPackageSource impatient =
                    source(URI.create("http://localhost:" + silent.getLocalPort()), Duration.ofMillis(300));
            assertThatThrownBy(() -> impatient.fetch(FILE, part)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void fetch_nobodyThere_ends() {
        server.close();
        assertThatThrownBy(() -> source.fetch(FILE, part)).isInstanceOf(IOException.class);
    }

    @Test
    void fetch_diskRefuses_isNoFailureOfTheNetwork() throws IOException {
        Files.createDirectory(part);
        assertThatThrownBy(() -> source.fetch(FILE, part)).isInstanceOf(StorageException.class);
    }

    @Test
    void fetch_threadIsInterrupted_endsAtOnce() throws InterruptedException {
        server.stallAfter(10);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread fetching = Thread.ofPlatform().start(() -> failure.set(catchThrowable(() -> source.fetch(FILE, part))));
        server.awaitStall();
        fetching.interrupt();
        assertThat(fetching.join(Duration.ofSeconds(10))).isTrue();
        assertThat(failure.get()).isInstanceOf(IOException.class);
    }

    @Test
    void fetch_budgetSpent_stopsWhereItIs_andGoesOnTheNextDay_alsoAfterARestart() throws IOException {
        var budget = new TrafficBudgets(ZoneOffset.UTC, Map.of(TrafficClass.MODELS, 150_000L));
        for (int start = 0; start < 2; start++) {
            source = source(server.uri(), PATIENCE, budget);
            assertThatThrownBy(() -> source.fetch(FILE, part)).isInstanceOf(BudgetSpentException.class);
            assertThat(part).hasSize(150_000);
        }
        assertThat(server.requests()).isEqualTo(1);

        now = now.plus(Duration.ofDays(1));
        source.fetch(FILE, part);

        assertThat(part).hasBinaryContent(CONTENT);
        assertThat(server.lastRange()).contains("bytes=150000-");
    }

    private TrafficMeter meter(TrafficBudgets budgets) throws IOException {
        return TrafficMeter.open(folder.resolve("traffic"), budgets, () -> now);
    }

    private HttpPackageSource source(URI server, Duration patience) {
        return source(server, patience, TrafficBudgets.NONE);
    }

    private HttpPackageSource source(URI server, Duration patience, TrafficBudgets budgets) {
        try {
            SSLContext security = SSLContext.getDefault();
            HubClient client = new HubClient(server, () -> security, patience);
            clients.add(client);
            return new HttpPackageSource(client, meter(budgets));
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manifest_arrives() throws IOException {
        assertThat(source.manifest(FILE.sha256()).envelope().toArray()).isEqualTo(CONTENT);
    }

    @Test
    void manifest_isTooLong_isRefused() throws IOException {
        try (BlobServer endless = new BlobServer(new byte[SignedManifest.MAX_SIZE_BYTES + 1])) {
            HttpPackageSource asking = source(endless.uri(), PATIENCE);
            assertThatThrownBy(() -> asking.manifest(FILE.sha256())).hasMessageContaining("longer than");
        }
    }

    @Test
    void manifest_isMissing_isAnError() {
        server.answer(404);
        assertThatThrownBy(() -> source.manifest(FILE.sha256())).hasMessageContaining("404 instead of 200");
    }
}
