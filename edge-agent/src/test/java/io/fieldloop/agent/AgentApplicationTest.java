package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.config.AgentConfig;
import io.fieldloop.agent.identity.Enrolment;
import io.fieldloop.agent.identity.EnrolmentToken;
import io.fieldloop.agent.identity.Identity;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.agent.inference.WakeWordPackage;
import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.LinkSettings.Hearing;
import io.fieldloop.agent.link.LocalLinks;
import io.fieldloop.agent.link.paho.PahoLink;
import io.fieldloop.agent.testing.Speech;
import io.fieldloop.agent.testing.TestAuthority;
import io.fieldloop.agent.testing.TestBroker;
import io.fieldloop.agent.testing.TestHub;
import io.fieldloop.agent.testing.TestHubServer;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.audio.SoundFile;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.placement.PlacementCertificate;
import io.fieldloop.models.placement.SignedPlacement;
import io.fieldloop.models.placement.Standing;
import io.fieldloop.models.testing.Programs;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.message.CaptureReport;
import io.fieldloop.protocol.message.CaptureRules;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.Hello;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.LedgerReport.Account;
import io.fieldloop.protocol.message.Offer;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.ShadowCounts;
import io.fieldloop.protocol.message.Vitals;
import io.fieldloop.protocol.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent, with a real broker, a real model and a hub that speaks the protocol. */
final class AgentApplicationTest {
    private static final DeviceId DEVICE = new DeviceId("device-1");
    private static final StreamName LINE = new StreamName("line");
    private static final TestPackage PACKAGE = TestPackage.of(3);
    private static final ModelRef MODEL = PACKAGE.manifest().model();

    @TempDir
    Path folder;

    private Path data;
    private Path images;
    private TestBroker broker;
    private TestHub hub;
    private TestHubServer server;
    private AgentConfig config;
    private Identity identity;

    @BeforeEach
    void start() throws Exception {
        var authority = new TestAuthority();
        data = folder.resolve("data");
        images = Files.createDirectories(folder.resolve("images"));
        broker = TestBroker.started(Files.createDirectories(folder.resolve("broker")), authority);
        hub = new TestHub(broker);
        server = new TestHubServer(authority, broker.port());
        server.serve(PACKAGE);
        new Enrolment(server.address(), EnrolmentToken.of(server.token()), data).enrol(false);
        identity = Identity.load(data);
        config = AgentConfig.read(Files.writeString(
                folder.resolve("agent.yaml"), """
                streams:
                  - name: line
                    model: light
                    source: {folder: %s, every: 1ms, after: delete}
                    capture:
                      - {rule: random, share: 1}
                    sinks:
                      - {file: %s}
                soak: {inferences: 5, at-most: 2s}
                vitals: {every: 200ms, window: 1s}
                """.formatted(images, folder.resolve("predictions.jsonl"))));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        server.close();
        broker.stop();
    }

    @Test
    void device_isToldWhatToCapture_saysWhatItMakesOfThat_andRemembersIt() throws Exception {
        try (AgentApplication _ = agent()) {
            hub.say(Topics.desired(DEVICE), capturing(1, 3, "[]"));
            Wait.until("it follows", () -> captureReport().equals(Optional.of(new CaptureReport(3, Optional.empty()))));
            putImages(0, 5);
            Wait.until("the images are seen", () -> imageNames().isEmpty());
            hub.say(
                    Topics.desired(DEVICE),
                    capturing(2, 4, "[{\"rule\": \"quota\", \"at-most\": 2, \"per\": \"1h\"}]"));
            Wait.until("it follows", () -> captureReport().equals(Optional.of(new CaptureReport(4, Optional.empty()))));
        }
        try (AgentApplication _ = agent()) {
            putImages(5, 10);
            Wait.until("the quota is at the hub", () -> hub.stored(LINE).size() == 2);
            Wait.until("the images are seen", () -> imageNames().isEmpty());
            hub.say(Topics.desired(DEVICE), capturing(3, 5, "[{\"rule\": \"hunch\"}]"));
            Wait.until(
                    "it refuses",
                    () -> captureReport().flatMap(CaptureReport::refusal).isPresent());
        }
        assertThat(captureReport().orElseThrow().refusal().orElseThrow()).contains("expected one of random");
        assertThat(hub.stored(LINE)).hasSize(2);
    }

    @Test
    void device_bringsHomeWhatAShadowContradicts_andTellsHowOftenItWasAsked() throws Exception {
        TestPackage stuck = TestPackage.stuck(7).called("twin");
        server.serve(stuck);
        Path yaml = folder.resolve("agent.yaml");
        config = AgentConfig.read(Files.writeString(yaml, Files.readString(yaml) + "shadows: [twin]\n"));
        var rules = new CaptureRules(1, """
                {"streams": [{"name": "line", "capture": [{"rule": "shadow", "model": "twin", "one-in": 2, "above": 0.1}]}]}
                """);
        List<Offer> offers = List.of(
                offer(),
                new Offer(new RolloutId(new UUID(1, 4)), 1, stuck.manifest().model(), stuck.id()));

        try (AgentApplication _ = agent()) {
            hub.say(Topics.desired(DEVICE), new DesiredState(1, offers, Optional.of(rules)));
            Wait.until("both serve for good", () -> Collections.frequency(stages(), Stage.SERVING) == 2);
            putImages(0, 20, 255);
            putImages(20, 20, 0);
            Wait.until("the images are seen", () -> imageNames().isEmpty());

            Wait.until(
                    "the hub is told of the serving model alone",
                    () -> lastVitals().inferences() == 40);
            Wait.until("a dark one is at the hub", () -> !hub.stored(LINE).isEmpty());
            Wait.until(
                    "the hub has as many as it is told",
                    () -> lastVitals().shadows().getFirst().disagreed()
                            == hub.stored(LINE).size());
        }
        assertThat(samples()).allSatisfy(sample -> {
            assertThat(sample.rules()).containsExactly("shadow");
            assertThat(sample.model()).isEqualTo(MODEL);
            assertThat(sample.value()).isBetween(0.7, 0.9);
        });
        ShadowCounts counts = lastVitals().shadows().getFirst();
        assertThat(counts.asked() + counts.passedOver()).isEqualTo(20);
        assertThat(counts.unanswered()).isZero();
    }

    private static DesiredState capturing(long revision, long rulesRevision, String rules) {
        String document = "{\"streams\": [{\"name\": \"line\", \"capture\": %s}]}".formatted(rules);
        return new DesiredState(revision, List.of(offer()), Optional.of(new CaptureRules(rulesRevision, document)));
    }

    /** What the device said last while it was online. */
    private Optional<CaptureReport> captureReport() {
        return hub.heard(DeviceState.class).stream()
                .filter(DeviceState::online)
                .reduce((_, last) -> last)
                .flatMap(DeviceState::capture);
    }

    @Test
    void device_getsAModel_answersItsImages_bringsThemHome_andComesBackAfterARestart() throws Exception {
        putImages(0, 20);
        try (AgentApplication _ = agent()) {
            Wait.until("the device says hello", () -> !hub.heard(Hello.class).isEmpty());
            assertThat(imageNames())
                    .as("without a model the source is left alone")
                    .hasSize(20);

            hub.say(Topics.desired(DEVICE), new DesiredState(1, List.of(offer())));

            Wait.until("the images are at the hub", () -> hub.stored(LINE).size() == 20);
            Wait.until("the model serves for good", () -> stages().contains(Stage.SERVING));
            assertThat(stages()).doesNotContain(Stage.REJECTED);
            assertThat(imageNames()).isEmpty();
            Wait.until("it proves where the model runs", () -> placement().isPresent());
            PlacementCertificate placement = placement().orElseThrow().verify(deviceKey());
            assertThat(placement.model()).isEqualTo(MODEL);
            assertThat(placement.placement().operators().get("cpu")).containsEntry("Gemm", 1);
            assertThat(placement.standing()).isEqualTo(Standing.UNASKED);
            assertThat(placement.measured().medianMicros()).isPositive();
            Files.writeString(images.resolve("x.png"), "no image");
            Wait.until("the broken image is counted", () -> lastVitals().skipped() == 1);
            Wait.until(
                    "the ledger tells that every image is acknowledged",
                    () -> hub.heard(LedgerReport.class)
                            .getLast()
                            .streams()
                            .equals(List.of(new Account(LINE, 20, 20, 0, Map.of()))));
        }
        assertThat(images.resolve("broken/x.png")).exists();
        assertThat(samples()).allSatisfy(sample -> {
            assertThat(sample.model()).isEqualTo(MODEL);
            assertThat(sample.rules()).containsExactly("random");
            assertThat(sample.prediction().confidence())
                    .isEqualTo(TestPackage.probability(MODEL.version(), 255), Offset.offset(1e-4));
        });
        assertThat(lastVitals().inferences()).isGreaterThanOrEqualTo(20);
        assertThat(lastVitals().residentBytes()).isPositive();
        Wait.until(
                "the device says good-bye",
                () -> !hub.heard(DeviceState.class).getLast().online());

        putImages(20, 5);
        try (AgentApplication _ = agent()) {
            Wait.until("it serves from its own disk", () -> hub.stored(LINE).size() == 25);
            Wait.until(
                    "it says so",
                    () -> hub.heard(DeviceState.class).getLast().serving().stream()
                            .anyMatch(serving -> serving.model().equals(MODEL)));
            Wait.until("both tell how the model behaved", () -> answersTold() == 25);
        }
        assertThat(Files.readAllLines(folder.resolve("predictions.jsonl")))
                .as("what both agents told the sink")
                .hasSize(25)
                .allMatch(line -> line.startsWith("{\"stream\":\"line\",\"model\":\"light\",\"version\":3,"));
    }

    /** A report that comes twice counts once. */
    private long answersTold() {
        return hub.heard(BehaviourReport.class).stream()
                .distinct()
                .mapToLong(report -> report.behaviour().answers())
                .sum();
    }

    /** The newest that the hub was told. */
    private Optional<SignedPlacement> placement() {
        return hub.heard(DeviceState.class).getLast().serving().stream()
                .flatMap(serving -> serving.placement().stream())
                .map(SignedPlacement::new)
                .findFirst();
    }

    /** Of the certificate that the device shows. */
    private PublicKey deviceKey() throws IOException, GeneralSecurityException {
        byte[] admission = Files.readAllBytes(data.resolve("identity/admission.json"));
        String chain = JsonFields.read(admission, admission.length).as(json -> json.text("certificateChain"));
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(chain.getBytes(StandardCharsets.UTF_8)))
                .getPublicKey();
    }

    @Test
    void device_withoutHub_answersItsImages_andKeepsThem() throws Exception {
        try (AgentApplication _ = agent()) {
            hub.say(Topics.desired(DEVICE), new DesiredState(1, List.of(offer())));
            putImages(0, 5);
            Wait.until("the model serves for good", () -> stages().contains(Stage.SERVING));
        }
        broker.stop();
        putImages(5, 10);

        try (AgentApplication _ = agent()) {
            Wait.until("the images are taken in", () -> imageNames().isEmpty());
        }

        broker.start();
        try (AgentApplication _ = agent()) {
            Wait.until("the images are at the hub", () -> hub.stored(LINE).size() == 15);
        }
    }

    @Test
    void device_answersTheFramesOfACamera_andStartsItAgainWhenItEnds() throws Exception {
        Programs.require("ffmpeg");
        config = AgentConfig.read(Files.writeString(folder.resolve("camera.yaml"), """
                streams:
                  - name: line
                    model: light
                    source:
                      command: [ffmpeg, -nostdin, -v, error, -f, lavfi, -i, "testsrc=size=64x48:rate=100",
                                "-frames:v", "10", "-c:v", mjpeg, -f, image2pipe, "-"]
                    capture:
                      - {rule: random, share: 1}
                soak: {inferences: 5, at-most: 2s}
                """));

        try (AgentApplication _ = agent()) {
            hub.say(Topics.desired(DEVICE), new DesiredState(1, List.of(offer())));

            Wait.until(
                    "frames of two runs are at the hub", () -> hub.stored(LINE).size() >= 15);
        }
        assertThat(samples())
                .allSatisfy(sample -> assertThat(ImageReader.read(sample.media()))
                        .returns(64, Image::width)
                        .returns(48, Image::height));
    }

    @Test
    void device_hearsTheWordInTheSoundOfAProcess_tellsIt_andBringsTheClipHome() throws Exception {
        byte[] speech = Speech.of("Good morning everybody. Alexa. What time is it?");
        Path wav = Files.write(folder.resolve("speech.wav"), speech);
        Path told = folder.resolve("told.jsonl");
        TestPackage words = WakeWordPackage.of();
        server.serve(words);
        config = AgentConfig.read(Files.writeString(folder.resolve("sound.yaml"), """
                streams:
                  - name: line
                    model: wake-word
                    source:
                      command: [ffmpeg, -nostdin, -v, error, -i, %s, -f, s16le, "-"]
                      format: s16le
                    capture:
                      - {rule: quota, label: alexa, at-most: 100, per: 24h}
                    media: {sound: flac}
                    sinks:
                      - {file: %s}
                soak: {inferences: 5, at-most: 2s}
                """.formatted(wav, told)));

        try (AgentApplication _ = agent()) {
            hub.say(
                    Topics.desired(DEVICE),
                    new DesiredState(
                            1,
                            List.of(new Offer(
                                    new RolloutId(new UUID(1, 3)),
                                    1,
                                    words.manifest().model(),
                                    words.id()))));

            Wait.until("two runs are heard", () -> hub.stored(LINE).size() >= 2);
            Wait.until("the model serves for good", () -> stages().contains(Stage.SERVING));
        }
        assertThat(Files.readAllLines(told))
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.startsWith("{\"stream\":\"line\",\"model\":\"wake-word\",\"version\":1,")
                        && line.contains("\"classes\":[{\"label\":\"alexa\",\"score\":"));
        Sample sample = samples().getFirst();
        assertThat(sample.mediaType()).isEqualTo("audio/flac");
        assertThat(sample.rules()).containsExactly("quota");
        short[] clip = SoundFile.read(sample.media().toArray(), 16_000).samples();
        assertThat(clip.length).isBetween(2 * 16_000, 3 * 16_000 + 1_280);
        short[] whole = SoundFile.read(speech, 16_000).samples();
        assertThat(IntStream.rangeClosed(0, whole.length - 8_000))
                .as("half a second of the clip is half a second of the speech")
                .anyMatch(at -> Arrays.equals(whole, at, at + 8_000, clip, 16_000, 24_000));
    }

    @Test
    void device_answersTheImageOfABroker_andTellsItWhatTheModelSaid() throws Exception {
        config = AgentConfig.read(Files.writeString(folder.resolve("broker.yaml"), """
                streams:
                  - name: line
                    model: light
                    source: {mqtt: "tcp://%1$s", topic: cameras/line}
                    capture:
                      - {rule: random, share: 1}
                    sinks:
                      - {mqtt: "tcp://%1$s", topic: predictions/line}
                soak: {inferences: 5, at-most: 2s}
                """.formatted(broker.local())));
        var links = new LocalLinks(
                new DeviceId("program"), settings -> new PahoLink(settings, Backoff.ofDevice(new Random())));
        var heard = new HeardPredictions();
        try (Link program = links.hearing(broker.local(), LINE, Hearing.of(List.of("predictions/line")), heard);
                Link camera = links.speaking(broker.local())) {
            Wait.until("both are connected", () -> program.connected() && camera.connected());
            camera.publish(
                    "cameras/line", ImageWriter.png(TestPackage.image(255)).toArray(), true, new Unheeded());
            try (AgentApplication _ = agent()) {
                hub.say(Topics.desired(DEVICE), new DesiredState(1, List.of(offer())));

                Wait.until("the prediction is told", () -> !heard.messages.isEmpty());
                Wait.until("the image is at the hub", () -> hub.stored(LINE).size() == 1);
            }
        }
        assertThat(heard.messages.getFirst()).startsWith("{\"stream\":\"line\",\"model\":\"light\",\"version\":3,");
    }

    @Test
    void secondAgent_onTheSameData_isRefused() throws Exception {
        try (AgentApplication _ = agent()) {
            assertThatThrownBy(this::agent)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another agent is at work")
                    .hasMessageContaining("--data");
        }
    }

    @Test
    void process_toldToEnd_saysGoodBye_andEndsWithZero() throws Exception {
        Path log = folder.resolve("agent.log");
        Path arguments = Files.write(
                folder.resolve("arguments"),
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AgentApplication.class.getName(),
                        "run",
                        "--config",
                        folder.resolve("agent.yaml").toString(),
                        "--data",
                        data.toString()));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Wait.until("the device says hello", () -> !hub.heard(Hello.class).isEmpty() || !process.isAlive());

            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as("exit code; the log is: %s", Files.readString(log))
                    .isZero();
            Wait.until(
                    "the device says good-bye",
                    () -> hub.heard(DeviceState.class).stream().anyMatch(state -> !state.online()));
            assertThat(Files.readAllLines(log))
                    .anyMatch(line -> line.contains("device=device-1"))
                    .anyMatch(line -> line.contains("the agent ends"))
                    .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z (INFO|WARNING) .*"));
        } finally {
            process.destroyForcibly();
        }
    }

    private AgentApplication agent() throws IOException {
        return AgentApplication.start(config, identity, data, Parts.ofDevice());
    }

    private static Offer offer() {
        return new Offer(new RolloutId(new UUID(1, 3)), 1, MODEL, PACKAGE.id());
    }

    private void putImages(int first, int count) throws IOException {
        putImages(first, count, 255);
    }

    private void putImages(int first, int count, int brightness) throws IOException {
        byte[] image = ImageWriter.png(TestPackage.image(brightness)).toArray();
        for (int i = first; i < first + count; i++) {
            String name = "%03d.png".formatted(i);
            Path part = Files.write(images.resolve(name + ".part"), image);
            Files.move(part, images.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private List<String> imageNames() {
        try (Stream<Path> found = Files.list(images)) {
            return found.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".png"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<Stage> stages() {
        return hub.heard(DeploymentReport.class).stream()
                .map(DeploymentReport::stage)
                .toList();
    }

    private List<Sample> samples() {
        return hub.heard(SampleBatch.class).stream()
                .flatMap(batch -> batch.samples().stream())
                .toList();
    }

    private Vitals lastVitals() {
        List<Vitals> vitals = hub.heard(Vitals.class);
        return vitals.isEmpty()
                ? new Vitals(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of(), Optional.empty())
                : vitals.getLast();
    }

    private static final class HeardPredictions implements Link.Listener {
        private final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void connected() {}

        @Override
        public void arrived(String topic, byte[] payload) {
            messages.add(new String(payload, StandardCharsets.UTF_8));
        }
    }

    /** What becomes of the image is seen otherwise. */
    private static final class Unheeded implements Link.Acknowledgement {
        @Override
        public void taken() {}

        @Override
        public void failed(String why) {}
    }
}
