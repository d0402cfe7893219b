package io.fieldloop.lab.fleet;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.fieldloop.lab.fleet.Waiting.Answer;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The small model of the catalogue under a name of its own, for devices that see nothing but noise. */
public final class NoiseModel {
    private static final int SIDE = Noise.SIDE;
    private static final int LAB_IMAGES = 40;
    private static final List<String> LABELS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private final HubClient hub;
    private final String name;
    private final Path folder;

    /**
     * Prepares.
     *
     * @param folder for files on their way to the hub
     */
    public NoiseModel(HubClient hub, String name, Path folder) {
        this.hub = hub;
        this.name = name;
        this.folder = folder;
    }

    /** Registers it, with its first version. */
    public void register() throws IOException, InterruptedException, HubException {
        hub.put(
                "/api/v1/models/" + name,
                Map.of(
                        "description",
                        "Answers to noise",
                        "task",
                        "image-classification",
                        "labels",
                        LABELS,
                        "metric",
                        "accuracy",
                        "floor",
                        0.0,
                        "maxLatencyMicros",
                        10_000_000,
                        "maxMemoryBytes",
                        512L << 20,
                        "maxSizeBytes",
                        1 << 20));
        addVersion();
    }

    /** Adds a version, with the same file as those before. */
    public void addVersion() throws IOException, InterruptedException, HubException {
        Path golden = Files.write(
                folder.resolve("golden.png"),
                Noise.image(new SplittableRandom(0), SIDE).toArray());
        Path model = Programs.root().resolve("models/catalogue/fashion-cnn/model.onnx");
        hub.post(
                "/api/v1/models/" + name + "/versions",
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
                        "limits", Map.of("latencyMicros", 10_000_000, "memoryBytes", 512L << 20),
                        "origin", "the base model of the catalogue"));
    }

    /** Has a version evaluated on lab images, so that it may be rolled out; it need not be good. */
    public void evaluate(int version, Waiting waiting) throws IOException, InterruptedException, HubException {
        hub.put("/api/v1/datasets/" + name, Map.of("model", name, "description", "Noise"));
        hub.upload("/api/v1/datasets/" + name + "/imports?origin=lab", labImages(), "application/zip");
        String snapshot = hub.post("/api/v1/datasets/" + name + "/snapshots", Map.of("seed", 0, "testShare", 0.5))
                .path("id")
                .asText();
        String run = hub.post(
                        "/api/v1/runs",
                        Map.of("kind", "evaluation", "model", name, "version", version, "snapshot", snapshot))
                .path("id")
                .asText();
        waiting.until("the evaluation", () -> {
            String state = hub.get("/api/v1/runs/" + run).path("state").asText();
            return new Answer(state.equals("succeeded"), MissingNode.getInstance(), "the evaluation is " + state);
        });
    }

    private Path labImages() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Path archive = folder.resolve("lab-images.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (int i = 0; i < LAB_IMAGES; i++) {
                zip.putNextEntry(new ZipEntry("%s/%d.png".formatted(LABELS.get(i % LABELS.size()), i)));
                zip.write(Noise.image(random, SIDE).toArray());
                zip.closeEntry();
            }
        }
        return archive;
    }
}
