package io.fieldloop.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fieldloop.lab.demo.DemoReport.Version;
import io.fieldloop.lab.demo.FieldImages.Labelled;
import io.fieldloop.lab.fleet.Feed;
import io.fieldloop.lab.fleet.Fleet;
import io.fieldloop.lab.fleet.Waiting;
import io.fieldloop.lab.fleet.Waiting.Answer;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens when a device receives a new model, told with a real hub and real agents: once undisturbed, and again with
 * the agent killed after each write of its journal.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewModelJourneyTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int FRAMES_AFTER_THE_KILL = 30;
    /** More writes than a deployment has, so that the last journey is undisturbed. */
    private static final int MOST_WRITES = 40;

    private Fleet fleet;
    private HubClient hub;
    private Stock stock;
    private Waiting waiting;
    private DemoReport story;

    @BeforeAll
    void tellTheStory(@TempDir Path folder) throws Exception {
        TestAssets.cacheWith("fashion-mnist");
        stock = Stock.open(folder, 7);
        fleet = Fleet.start(folder, new Fleet.Ports(freePort(), freePort(), freePort()));
        hub = fleet.hub();
        waiting = new Waiting(fleet, LIMIT, line -> {});
        var settings = new Demo.Settings(7, false, List.of("journey-0"), 1_000, 2_000, false);
        story = new Demo(fleet, new Narrator(System.out, false), settings, stock).run();
    }

    @AfterAll
    void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @Test
    void undisturbed_theDeviceEndsWithABetterModelAndEverySampleIsAccountedFor() {
        assertThat(story.samples().addUp()).isTrue();
        assertThat(story.samples().captured()).isPositive();
        assertThat(story.samples().queued()).isZero();
        assertThat(story.labels()).isPositive().isLessThan(story.samples().acknowledged());
        assertThat(story.streams()).singleElement().satisfies(stream -> {
            assertThat(stream.isWhole()).as(stream.toString()).isTrue();
            assertThat(stream.versions()).containsExactly(1, 2);
        });
        assertThat(story.rollouts()).allMatch(rollout -> rollout.state().equals("succeeded"));
        Version first = story.versions().getFirst();
        Version second = story.versions().getLast();
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.field()).isGreaterThan(first.field());
        assertThat(second.lab()).isGreaterThan(first.lab() - 0.05);
    }

    @Test
    @Timeout(600)
    void pages_showTheHubThatToldTheStory() throws Exception {
        Path web = Programs.root().resolve("cloud-hub/src/main/web");
        ProcessBuilder walk = new ProcessBuilder(
                        "npx", "--no-install", "vitest", "run", "--project", "walk", "walk/real-hub.test.ts")
                .directory(web.toFile())
                .redirectErrorStream(true);
        walk.environment().put("FIELDLOOP_URL", fleet.address());
        walk.environment().put("FIELDLOOP_TOKEN", fleet.adminToken());
        Process process = walk.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    @Timeout(300)
    void downloadCutOff_goesOnWhereItStopped() throws Exception {
        String device = "journey-cut";
        long modelBytes = Files.size(Programs.root().resolve("models/catalogue/fashion-cnn/model.onnx"));
        try (CuttingRelay relay = CuttingRelay.to(fleet.ports().device(), modelBytes / 2)) {
            String configuration = stock.configuration("line", "fashion", fleet.frames(device));
            fleet.enrol(device, Map.of("stream", "line"), configuration, relay.port());
            fleet.start(device);
            rolledOut(device, 1);
            fleet.stop(device);
            assertThat(relay.cuts()).isEqualTo(1);
            // From its start again it would have been half the model more.
            assertThat(relay.bytesToDevice()).isBetween(modelBytes, modelBytes + modelBytes / 4);
        }
    }

    @Test
    @Timeout(900)
    void killedAfterEachWrite_theDeviceServesOneOfTheTwoVersionsAndEverySampleIsAccountedFor() throws Exception {
        List<String> stoppedAfter = new ArrayList<>();
        for (int writes = 1; writes <= MOST_WRITES; writes++) {
            String state = journeyKilledAfter(writes);
            if (state.isEmpty()) {
                break;
            }
            stoppedAfter.add(state);
        }
        System.out.println("killed after: " + stoppedAfter);
        assertThat(stoppedAfter)
                .contains("Downloading", "Verifying", "Trialling", "Soaking", "Idle")
                .hasSizeLessThan(MOST_WRITES);
    }

    /** The state after whose write the agent was killed; empty if it got through before. */
    private String journeyKilledAfter(int writes)
            throws IOException, InterruptedException, HubException, ProgramException {
        String device = "journey-" + writes;
        fleet.enrol(device, Map.of("stream", "line"), stock.configuration("line", "fashion", fleet.frames(device)));
        fleet.start(device);
        rolledOut(device, 1);
        fleet.stop(device);

        Program stopping = fleet.startInstead(
                device,
                List.of(Path.of("target/test-classes").toAbsolutePath()),
                StoppingAgent.class,
                List.of(String.valueOf(writes)));
        String rollout = rollout(device, 2);
        String state = stateWhenStopped(stopping, rollout);
        fleet.kill(device);

        fleet.start(device);
        waiting.until("the end of the rollout", () -> rolloutEnded(rollout));
        Feed feed = new Feed(fleet.frames(device), images());
        waiting.until("the frames", () -> new Answer(feed.showMore(), MissingNode.getInstance(), "showing"));
        JsonNode settled = waiting.until("the ledger", () -> settled(device));
        assertThat(settled.path("serving").path(0).path("version").asInt())
                .as("what %s serves, killed after %s", device, state)
                .isIn(1, 2);
        fleet.stop(device);
        return state;
    }

    private void rolledOut(String device, int version) throws IOException, InterruptedException, HubException {
        String rollout = rollout(device, version);
        JsonNode ended = waiting.until("the rollout of version " + version, () -> rolloutEnded(rollout));
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("succeeded");
    }

    private String rollout(String device, int version) throws IOException, InterruptedException, HubException {
        return hub.post(
                        "/api/v1/rollouts",
                        Map.of(
                                "model",
                                "fashion",
                                "version",
                                version,
                                "devices",
                                List.of(device),
                                "waves",
                                List.of(Map.of())))
                .path("id")
                .asText();
    }

    /** Waits until the agent has stopped itself, or the rollout is over without that. */
    private String stateWhenStopped(Program stopping, String rollout)
            throws IOException, InterruptedException, HubException {
        JsonNode ended = waiting.until("the agent to stop", () -> {
            boolean hasStopped = stopping.said(StoppingAgent.STOPPED).isPresent();
            return new Answer(hasStopped || rolloutEnded(rollout).done(), MissingNode.getInstance(), "deploying");
        });
        assertThat(ended.isMissingNode()).isTrue();
        return stopping.said(StoppingAgent.STOPPED)
                .map(line -> line.substring(StoppingAgent.STOPPED.length()))
                .orElse("");
    }

    private Answer rolloutEnded(String id) throws IOException, InterruptedException, HubException {
        JsonNode rollout = hub.get("/api/v1/rollouts/" + id);
        return new Answer(!rollout.path("state").asText().equals("running"), rollout, rollout.toString());
    }

    private Answer settled(String device) throws IOException, InterruptedException, HubException {
        JsonNode state = hub.get("/api/v1/devices/" + device);
        JsonNode ledger = state.path("ledger");
        boolean isSettled = state.path("vitals").path("inferences").asLong() >= FRAMES_AFTER_THE_KILL
                && ledger.path("captured").asLong() > 0
                && ledger.path("queued").asLong() == 0
                && ledger.path("addsUp").asBoolean()
                && ledger.path("stored").asLong() == ledger.path("acknowledged").asLong();
        return new Answer(isSettled, state, state.toString());
    }

    private List<Bytes> images() throws IOException {
        return stock.images().field(FRAMES_AFTER_THE_KILL, Corruption.ofCamera(3)).stream()
                .map(Labelled::png)
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
