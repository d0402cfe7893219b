package io.fieldloop.lab.demo;

import io.fieldloop.lab.demo.FieldImages.Labelled;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.Programs;
import io.fieldloop.models.catalogue.AssetCache;
import io.fieldloop.models.dataset.FashionMnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The models and images that the demo begins with. */
final class Stock {
    private static final List<String> PHOTOGRAPHS =
            List.of("astronaut.png", "camera.png", "chelsea.png", "coffee.png", "rocket.jpg");
    private static final int GOLDENS = 4;

    private final Path folder;
    private final AssetCache assets;
    private final FieldImages images;

    private Stock(Path folder, AssetCache assets, FieldImages images) {
        this.folder = folder;
        this.assets = assets;
        this.images = images;
    }

    /**
     * Opens what was fetched.
     *
     * @throws IOException if an asset is missing, naming it
     */
    static Stock open(Path folder, long seed) throws IOException {
        AssetCache assets = AssetCache.ofUser();
        return new Stock(folder, assets, new FieldImages(FashionMnist.test(assets), FashionMnist.LABELS, seed));
    }

    FieldImages images() {
        return images;
    }

    /** Registers the classifier of clothes with its brief and its guide. */
    void registerFashion(HubClient hub) throws IOException, InterruptedException, HubException {
        hub.put(
                "/api/v1/models/fashion",
                Map.of(
                        "description",
                        "What piece of clothing passes the camera",
                        "task",
                        "image-classification",
                        "labels",
                        FashionMnist.LABELS,
                        "metric",
                        "accuracy",
                        "floor",
                        0.85,
                        "maxLatencyMicros",
                        50_000,
                        "maxMemoryBytes",
                        512L << 20,
                        "maxSizeBytes",
                        1 << 20));
        hub.put("/api/v1/models/fashion/guide", guide());
        Path model = Programs.root().resolve("models/catalogue/fashion-cnn/model.onnx");
        List<Map<String, Object>> goldens = new ArrayList<>();
        for (Labelled image : images.lab(GOLDENS)) {
            Path file = Files.write(
                    folder.resolve(image.digest() + ".png"), image.png().toArray());
            goldens.add(Map.of("input", hub.blob(file), "tolerance", 0.001));
        }
        hub.post(
                "/api/v1/models/fashion/versions",
                Map.of(
                        "variants", List.of(Map.of("name", "onnx-fp32", "format", "onnx", "file", hub.blob(model))),
                        "preprocessing", preprocessing(28, "grey", "nchw", 1, List.of(0.0)),
                        "postprocessing",
                                Map.of("type", "top-classes", "output", "logits", "activation", "softmax", "count", 3),
                        "goldens", goldens,
                        "limits", Map.of("latencyMicros", 50_000, "memoryBytes", 512L << 20),
                        "origin", "trained from scratch on the Fashion-MNIST training set"));
    }

    /** Registers the finder of objects. */
    void registerPhoto(HubClient hub) throws IOException, InterruptedException, HubException {
        List<String> lines = Files.readAllLines(assets.file("ssd-mobilenet-v2", "labels.txt"));
        List<String> labels = lines.subList(1, lines.size()); // the first one stands for the background
        hub.put(
                "/api/v1/models/photo",
                Map.of(
                        "description",
                        "Which objects are in a photograph",
                        "task",
                        "object-detection",
                        "labels",
                        labels,
                        "metric",
                        "none",
                        "floor",
                        0.0,
                        "maxLatencyMicros",
                        2_000_000,
                        "maxMemoryBytes",
                        1L << 30,
                        "maxSizeBytes",
                        32 << 20));
        String golden = hub.blob(assets.file("photographs", "chelsea.png"));
        hub.post(
                "/api/v1/models/photo/versions",
                Map.of(
                        "variants",
                                List.of(Map.of(
                                        "name", "tflite-fp16",
                                        "format", "tflite",
                                        "file", hub.blob(assets.file("ssd-mobilenet-v2", "model.tflite")))),
                        "preprocessing", preprocessing(300, "rgb", "nhwc", 2, List.of(1.0, 1.0, 1.0)),
                        "postprocessing", boxes(),
                        "goldens", List.of(Map.of("input", golden, "tolerance", 0.01)),
                        "limits", Map.of("latencyMicros", 2_000_000, "memoryBytes", 1L << 30),
                        "origin", "SSD MobileNetV2 of MediaPipe Objectron, Apache-2.0"));
    }

    /** The configuration of a device with one stream. */
    String configuration(String stream, String model, Path frames) {
        return """
                streams:
                  - name: %s
                    model: %s
                    source: {folder: "%s", every: 1ms, after: delete}
                    capture:
                      - {rule: random, share: 0.4}
                      - {rule: low-confidence, below: 0.5}
                outbox: {max-bytes: 256MiB}
                soak: {inferences: 50, at-most: 2s, max-failures: 0}
                vitals: {every: 1s}
                """.formatted(stream, model, frames);
    }

    /** Packs clean images for import. */
    Path labImages(int count) throws IOException {
        Path zip = folder.resolve("lab-images.zip");
        FieldImages.zip(images.lab(count), zip);
        return zip;
    }

    /** Shows each photograph to the photo camera. */
    void showPhotographs(Path frames) throws IOException {
        for (String photograph : PHOTOGRAPHS) {
            Path part = Files.copy(assets.file("photographs", photograph), frames.resolve(".part"));
            Files.move(part, frames.resolve(photograph), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Map<String, Object> preprocessing(
            int side, String colour, String layout, double scale, List<Double> mean) {
        return Map.of(
                "width", side,
                "height", side,
                "colour", colour,
                "layout", layout,
                "fit", "stretch",
                "scale", scale,
                "mean", mean,
                "deviation", Collections.nCopies(mean.size(), 1.0));
    }

    /** How TensorFlow's Object Detection API made this net. */
    private static Map<String, Object> boxes() {
        return Map.of(
                "type",
                "ssd-boxes",
                "boxes",
                "raw_outputs/box_encodings",
                "scores",
                "raw_outputs/class_predictions",
                "anchors",
                Map.of(
                        "grids",
                        List.of(19, 10, 5, 3, 2, 1),
                        "smallest",
                        0.2,
                        "largest",
                        0.95,
                        "ratios",
                        List.of(1.0, 2.0, 0.5, 3.0, 1 / 3.0),
                        "reducedFirst",
                        true),
                "threshold",
                0.4,
                "overlap",
                0.5,
                "count",
                10);
    }

    private static Map<String, Object> guide() {
        List<Map<String, String>> classes = new ArrayList<>();
        for (int i = 0; i < FashionMnist.LABELS.size(); i++) {
            classes.add(Map.of(
                    "name", FashionMnist.LABELS.get(i),
                    "key", String.valueOf((i + 1) % 10),
                    "description", Guide.DESCRIPTIONS.get(i)));
        }
        return Map.of("markdown", Guide.TEXT, "classes", classes);
    }
}
