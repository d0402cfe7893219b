package io.fieldloop.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fieldloop.lab.fleet.Waiting.Answer;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.Programs;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the samples of real agents come to a real hub when they are large, and when there is no network. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class FieldDataJourneyTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String MODEL = "noise";

    /** PNG cannot make noise smaller: about 750 kB. */
    private static final int LARGE_SIDE = 500;

    private final SplittableRandom pixels = new SplittableRandom(3);
    private Path folder;
    private Programs programs;
    private Fleet fleet;
    private HubClient hub;
    private Waiting waiting;

    @BeforeAll
    void startTheHub(@TempDir Path given) throws Exception {
        folder = given;
        programs = new Programs(Programs.root(), folder.resolve("logs-of-commands"));
        fleet = Fleet.start(folder, Fleet.Ports.free());
        hub = fleet.hub();
        waiting = new Waiting(fleet, LIMIT, line -> {});
        new NoiseModel(hub, MODEL, folder).register();
    }

    @AfterAll
    void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @Test
    void largeMedia_whoseDeviceIsKilledInTheMiddle_goOnWhereTheyWere_andAreAtTheHubOnce() throws Exception {
        String device = "journey-large";
        Bytes image = Noise.image(pixels, LARGE_SIDE);
        try (CountingRelay relay = CountingRelay.to(fleet.ports().device())) {
            enrolAndServe(device, relay.port());
            long before = relay.bytes();
            show(device, List.of(image));
            untilSent(relay, before + image.size() / 2);
            fleet.kill(device);
            long half = relay.bytes() - before;
            assertThat(half).isLessThan(image.size());
            assertThat(samples(device)).isEmpty();

            fleet.start(device);
            JsonNode ledger = settled(device).path("ledger");
            // From their start again they would have been half of them more.
            assertThat(relay.bytes() - before).isBetween((long) image.size(), half + image.size() * 3L / 4);
            assertThat(ledger.path("captured").asLong()).isEqualTo(1);
        }
        assertThat(samples(device)).singleElement().satisfies(sample -> {
            assertThat(sample.path("media").asText()).isEqualTo(digest(image));
            assertThat(sample.path("sizeBytes").asLong()).isEqualTo(image.size());
            assertThat(sample.path("timeIsSure").asBoolean()).isTrue();
        });
        assertThat(hubHas(image)).isTrue();
        fleet.stop(device);
    }

    @Test
    void bundles_bothWays_bringSamplesToTheHubOnce_andANewModelToTheDevice() throws Exception {
        String device = "journey-carried";
        enrolAndServe(device, fleet.ports().device());
        fleet.stop(device);
        Cable cable = Cable.of(folder.resolve(device).resolve("data"));

        cable.pull();
        List<Bytes> images = List.of(image(), image(), image(), Noise.image(pixels, LARGE_SIDE));
        fleet.start(device);
        show(device, images);
        fleet.stop(device);
        Path samples = folder.resolve(device + ".samples");
        done(programs.agent("export", List.of("export-bundle", samples.toString(), "--data", data(device))));
        Path receipts = importAtTheHub(samples);
        Path again = importAtTheHub(samples);
        assertThat(samples(device))
                .extracting(sample -> sample.path("media").asText())
                .containsExactlyInAnyOrderElementsOf(
                        images.stream().map(FieldDataJourneyTest::digest).toList());
        assertThat(hubHas(images.getLast())).isTrue();
        assertThat(importBundle(device, receipts)).startsWith("4 samples are at the hub");
        assertThat(importBundle(device, again)).startsWith("0 samples are at the hub");

        wantSecondVersion(device);
        Path desired = carryToTheDevice(device, "noise@2");
        assertThat(importBundle(device, desired)).contains("noise@2");
        fleet.start(device);
        showUntilServed(device, 2);
        fleet.stop(device);
        assertThat(samples(device)).hasSize(images.size());

        cable.plugIn();
        fleet.start(device);
        JsonNode state = settled(device);
        assertThat(state.path("serving").path(0).path("version").asInt()).isEqualTo(2);
        assertThat(samples(device))
                .hasSize(state.path("ledger").path("captured").asInt())
                .anySatisfy(sample -> {
                    assertThat(sample.path("version").asInt()).isEqualTo(2);
                    assertThat(sample.path("rules").toString()).contains("every");
                });
        fleet.stop(device);
    }

    private void enrolAndServe(String device, int devicePort) throws Exception {
        fleet.enrol(device, Map.of("name", device), configuration(device), devicePort);
        fleet.start(device);
        waiting.untilRolledOut(MODEL, device);
    }

    private String configuration(String device) {
        return """
                streams:
                  - name: line
                    model: noise
                    source: {folder: "%s", every: 1ms, after: delete}
                    sinks: [{file: "%s"}]
                    capture: [{rule: random, share: 1.0}]
                shipping: {bytes-per-second: 300KiB}
                soak: {inferences: 3, at-most: 1s, max-failures: 1000, max-slowdown: 1000, max-drift: 1}
                link: {receipt-patience: 5s}
                vitals: {every: 500ms}
                """.formatted(fleet.frames(device), predictions(device));
    }

    /** Shows images, and waits until the device has dealt with them. */
    private void show(String device, List<Bytes> images) throws Exception {
        Feed feed = new Feed(fleet.frames(device), images);
        until("the frames", feed::showMore);
    }

    private void showUntilServed(String device, int version) throws Exception {
        String told = "";
        while (!told.contains("\"version\":" + version)) {
            show(device, List.of(image()));
            told = Files.readString(predictions(device));
        }
    }

    private void untilSent(CountingRelay relay, long bytes) throws Exception {
        until("half of the media", () -> relay.bytes() >= bytes);
    }

    /** The hub knows all that the device knows, and has all that it captured. */
    private JsonNode settled(String device) throws Exception {
        return waiting.until("the ledger", () -> {
            JsonNode state = hub.get("/api/v1/devices/" + device);
            JsonNode ledger = state.path("ledger");
            boolean isSettled = ledger.path("captured").asLong() > 0
                    && ledger.path("queued").asLong() == 0
                    && ledger.path("addsUp").asBoolean()
                    && ledger.path("acknowledged").asLong()
                            == ledger.path("captured").asLong()
                    && ledger.path("stored").asLong() == ledger.path("captured").asLong();
            return new Answer(isSettled, state, state.toString());
        });
    }

    /** Gives the receipts. */
    private Path importAtTheHub(Path samples) throws Exception {
        Path receipts = Files.createTempFile(folder, "journey", ".receipts");
        assertThat(done(hubCommand("import-bundle", samples.toString(), "--receipts", receipts.toString())))
                .startsWith("4 samples are stored, 0 messages are in quarantine");
        return receipts;
    }

    /** Another version, and other rules. */
    private void wantSecondVersion(String device) throws Exception {
        NoiseModel model = new NoiseModel(hub, MODEL, folder);
        model.addVersion();
        model.evaluate(2, waiting);
        Map<String, ?> rule = Map.of("rule", "every", "every", "1ms");
        Map<String, ?> rules = Map.of("streams", List.of(Map.of("name", "line", "capture", List.of(rule))));
        hub.put("/api/v1/capture-rules", Map.of("labels", Map.of("name", device), "rules", rules));
        hub.post(
                "/api/v1/rollouts",
                Map.of("model", MODEL, "version", 2, "devices", List.of(device), "waves", List.of(Map.of())));
    }

    /** Has the hub export what it wants, and the device import it, until that is what is waited for. */
    private Path carryToTheDevice(String device, String wanted) throws Exception {
        Path desired = folder.resolve(device + ".desired");
        String said = "";
        while (!said.contains(wanted)) {
            done(hubCommand("export-bundle", device, desired.toString()));
            said = importBundle(device, desired);
        }
        return desired;
    }

    private String importBundle(String device, Path bundle) throws Exception {
        return done(programs.agent("import", List.of("import-bundle", bundle.toString(), "--data", data(device))));
    }

    private Program hubCommand(String... command) throws IOException {
        List<String> options = Stream.concat(
                        Stream.of(command),
                        Stream.of(
                                "--url",
                                fleet.address(),
                                "--data",
                                fleet.hubData().toString()))
                .toList();
        return programs.hub(options);
    }

    /** What a command said, once it has ended well. */
    private static String done(Program command) throws Exception {
        assertThat(command.awaitEnd(LIMIT)).as(command.tail()).isZero();
        return command.awaitLine(
                line -> line.contains("samples") || line.contains("Revision") || line.contains("Bring"), LIMIT);
    }

    private List<JsonNode> samples(String device) throws IOException, InterruptedException, HubException {
        return hub.getAll("/api/v1/samples?device=" + device);
    }

    /** Whether the hub keeps exactly these bytes, under the name of their digest. */
    private boolean hubHas(Bytes content) throws IOException {
        try (Stream<Path> files = Files.walk(fleet.hubData())) {
            List<Path> named = files.filter(
                            file -> String.valueOf(file.getFileName()).equals(digest(content)))
                    .toList();
            return named.size() == 1
                    && Bytes.wrap(Files.readAllBytes(named.getFirst())).equals(content);
        }
    }

    private void until(String what, Look look) throws Exception {
        waiting.until(what, () -> new Answer(look.isSo(), MissingNode.getInstance(), "not yet"));
    }

    private Bytes image() {
        return Noise.image(pixels, Noise.SIDE);
    }

    private static String digest(Bytes content) {
        return Sha256.of(content.toArray()).hex();
    }

    private Path predictions(String device) {
        return folder.resolve(device).resolve("predictions.jsonl");
    }

    private String data(String device) {
        return folder.resolve(device).resolve("data").toString();
    }

    @FunctionalInterface
    private interface Look {
        boolean isSo() throws IOException, InterruptedException, HubException;
    }

    /** What a device reaches its hub by: pulled, it looks for it under a name that never leads anywhere (RFC 2606). */
    private record Cable(Path hubOfDevice, String hub) {
        static Cable of(Path data) throws IOException {
            Path file = data.resolve("identity/hub");
            return new Cable(file, Files.readString(file));
        }

        void pull() throws IOException {
            Files.writeString(hubOfDevice, hub.replace("localhost", "nowhere.invalid"));
        }

        void plugIn() throws IOException {
            Files.writeString(hubOfDevice, hub);
        }
    }
}
