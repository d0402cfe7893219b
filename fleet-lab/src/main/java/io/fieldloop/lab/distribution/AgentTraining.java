package io.fieldloop.lab.distribution;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.fieldloop.lab.fleet.Feed;
import io.fieldloop.lab.fleet.Fleet;
import io.fieldloop.lab.fleet.Noise;
import io.fieldloop.lab.fleet.NoiseModel;
import io.fieldloop.lab.fleet.Waiting;
import io.fieldloop.lab.fleet.Waiting.Answer;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Lets the agent of an image do once what it will do at every start on a device that has a model: connect, infer, capture and ship.
 * What Java learns by that is kept in the image, so that later starts need not load and link the classes again (JEP 483, 514). The
 * model is deployed by a start before: what only that needs would be loaded at every start, for nothing.
 */
final class AgentTraining {
    private static final String DEVICE = "training-device";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int IMAGES = 40;

    private final AgentImage image;
    private final Path folder;
    private final Consumer<String> progress;

    /**
     * Prepares.
     *
     * @param folder for the fleet, which is of no use afterwards
     * @param progress hears a line at each look
     */
    AgentTraining(AgentImage image, Path folder, Consumer<String> progress) {
        this.image = image;
        this.folder = folder;
        this.progress = progress;
    }

    void run() throws IOException, InterruptedException, HubException, ProgramException {
        try (Fleet fleet = Fleet.start(folder, Fleet.Ports.free())) {
            new NoiseModel(fleet.hub(), "training", folder).register();
            fleet.enrol(DEVICE, Map.of(), configuration(fleet.frames(DEVICE), folder.resolve("answers.jsonl")));
            var waiting = new Waiting(fleet, LIMIT, progress);
            Program untrained = fleet.startInstalled(DEVICE, image.program(), Map.of("FIELDLOOP_AOT", "-Xshare:auto"));
            waiting.untilRolledOut("training", DEVICE);
            untrained.stop(LIMIT);
            Program agent = fleet.startInstalled(
                    DEVICE, image.program(), Map.of("FIELDLOOP_AOT", "-XX:AOTCacheOutput=" + image.cache()));
            show(fleet, waiting);
            agent.stop(LIMIT);
            if (!Files.exists(image.cache())) {
                throw new IOException("the training left no " + image.cache() + agent.tail());
            }
        }
    }

    private static String configuration(Path frames, Path answers) {
        return """
                streams:
                  - name: training
                    model: training
                    source: {folder: "%s", every: 10ms, after: delete}
                    capture:
                      - {rule: random, share: 1.0}
                    sinks:
                      - {file: "%s"}
                soak: {inferences: 10, at-most: 1s}
                vitals: {every: 1s}
                """.formatted(frames, answers);
    }

    private static void show(Fleet fleet, Waiting waiting) throws IOException, InterruptedException, HubException {
        var random = new SplittableRandom(1);
        List<Bytes> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            images.add(Noise.image(random, Noise.SIDE));
        }
        var feed = new Feed(fleet.frames(DEVICE), images);
        waiting.until("the samples of the image", () -> {
            boolean shown = feed.showMore();
            long acknowledged = fleet.hub()
                    .get("/api/v1/devices/" + DEVICE)
                    .path("ledger")
                    .path("acknowledged")
                    .asLong();
            return new Answer(
                    shown && acknowledged == IMAGES,
                    MissingNode.getInstance(),
                    acknowledged + " of " + IMAGES + " samples acknowledged");
        });
    }
}
