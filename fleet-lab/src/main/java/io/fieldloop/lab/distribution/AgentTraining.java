package io.fieldloop.lab.distribution;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.fieldloop.lab.fleet.Feed;
import io.fieldloop.lab.fleet.Fleet;
import io.fieldloop.lab.fleet.Waiting;
import io.fieldloop.lab.fleet.Waiting.Answer;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
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
    private static final int SIDE = 28;

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
            register(fleet.hub());
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

    private void register(HubClient hub) throws IOException, InterruptedException, HubException {
        hub.put(
                "/api/v1/models/training",
                Map.of(
                        "description",
                        "What the image is trained with",
                        "task",
                        "image-classification",
                        "labels",
                        List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                        "metric",
                        "accuracy",
                        "floor",
                        0.0,
                        "maxLatencyMicros",
                        1_000_000,
                        "maxMemoryBytes",
                        512L << 20,
                        "maxSizeBytes",
                        1 << 20));
        Path golden = Files.write(
                folder.resolve("golden.png"), noise(new SplittableRandom(0)).toArray());
        Path model = Programs.root().resolve("models/catalogue/fashion-cnn/model.onnx");
        hub.post(
                "/api/v1/models/training/versions",
                Map.of(
                        "variants", List.of(Map.of("name", "onnx-fp32", "format", "onnx", "file", hub.blob(model))),
                        "preprocessing",
                                Map.of(
                                        "width",
                                        SIDE,
                                        "height",
                                        SIDE,
                                        "colour",
                                        "grey",
                                        "layout",
                                        "nchw",
                                        "fit",
                                        "stretch",
                                        "scale",
                                        1.0,
                                        "mean",
                                        List.of(0.0),
                                        "deviation",
                                        List.of(1.0)),
                        "postprocessing",
                                Map.of("type", "top-classes", "output", "logits", "activation", "softmax", "count", 3),
                        "goldens", List.of(Map.of("input", hub.blob(golden), "tolerance", 0.001)),
                        "limits", Map.of("latencyMicros", 1_000_000, "memoryBytes", 512L << 20),
                        "origin", "the base model of the catalogue"));
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
            images.add(noise(random));
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

    /** No two alike, so that none is taken for a duplicate. */
    private static Bytes noise(SplittableRandom random) throws IOException {
        int[] pixels = new int[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextInt(256) * 0x010101;
        }
        return ImageWriter.png(new Image(SIDE, SIDE, pixels));
    }
}
