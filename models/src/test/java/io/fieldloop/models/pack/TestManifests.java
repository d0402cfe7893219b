package io.fieldloop.models.pack;

import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Quantisation;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Manifests in which every field says something. */
final class TestManifests {
    static final byte[] MODEL = {1, 2, 3, 4};
    static final byte[] SMALL_MODEL = {5, 6};
    static final byte[] IMAGE = {7};

    private static final Preprocessing PREPROCESSING = new Preprocessing.OfImages(
            300, 200, Colour.RGB, Layout.NHWC, Fit.LETTERBOX, 1, List.of(0.5, 0.4, 0.3), List.of(0.25, 0.5, 1.0));

    private TestManifests() {}

    static FileRef ref(byte[] content) {
        return new FileRef(Sha256.of(content), content.length);
    }

    static Manifest classifier() {
        var image = new TensorSpec("image", ElementType.FLOAT32, List.of(TensorSpec.FREE, 200, 300, 3));
        var logits = new TensorSpec("logits", ElementType.FLOAT32, List.of(TensorSpec.FREE, 2));
        var wholeImage = new TensorSpec(
                "image", ElementType.INT8, List.of(1, 200, 300, 3), Optional.of(new Quantisation(0.0078125, -1)));
        return new Manifest(
                ModelRef.of("fashion", 7),
                Task.IMAGE_CLASSIFICATION,
                List.of(
                        new Variant(
                                "tflite-int8",
                                ModelFormat.TFLITE,
                                ref(SMALL_MODEL),
                                List.of(wholeImage),
                                List.of(logits)),
                        new Variant("onnx-fp32", ModelFormat.ONNX, ref(MODEL), List.of(image), List.of(logits))),
                PREPROCESSING,
                new TopClasses("logits", Activation.SOFTMAX, 2),
                List.of("shirt", "Übergröße 👕"),
                List.of(new Golden(
                        ref(IMAGE),
                        new Classified(List.of(new ClassScore("shirt", 0.75), new ClassScore("Übergröße 👕", 0.25))),
                        0.02)),
                new Limits(1_500, 64 << 20),
                new Lineage(
                        Optional.of(6),
                        Optional.of(Sha256.of(IMAGE)),
                        Optional.of("run-1"),
                        "retrained on field samples"),
                Instant.parse("2026-11-22T17:00:00.123456Z"));
    }

    static Manifest detector() {
        var image = new TensorSpec("image", ElementType.UINT8, List.of(1, 200, 300, 3));
        var boxes = new TensorSpec("boxes", ElementType.FLOAT32, List.of(1, 1917, 4));
        var scores = new TensorSpec("scores", ElementType.FLOAT32, List.of(1, 1917, 2));
        return new Manifest(
                ModelRef.of("objects", 1),
                Task.OBJECT_DETECTION,
                List.of(new Variant("onnx-fp32", ModelFormat.ONNX, ref(MODEL), List.of(image), List.of(boxes, scores))),
                PREPROCESSING,
                new SsdBoxes(
                        "boxes",
                        "scores",
                        new SsdAnchors(List.of(19, 10, 5, 3, 2, 1), 0.2, 0.95, List.of(1.0, 2.0, 0.5), true),
                        0.4,
                        0.5,
                        10),
                List.of("cat"),
                List.of(new Golden(
                        ref(IMAGE), new Detected(List.of(new Box("cat", 0.85, -0.125, 0.25, 1, 0.5))), 0.05)),
                Limits.NONE,
                Lineage.brought("from a public package"),
                Instant.parse("2026-11-22T17:00:00Z"));
    }

    static Manifest segmenter() {
        var image = new TensorSpec("image", ElementType.UINT8, List.of(1, 200, 300, 3));
        var classes = new TensorSpec("classes", ElementType.FLOAT32, List.of(1, 3, 50, 75));
        var mask = new Mask(3, 2, 0.25, List.of(new Region("road", 0.75, List.of(0, 4, 2))));
        return new Manifest(
                ModelRef.of("ground", 1),
                Task.IMAGE_SEGMENTATION,
                List.of(new Variant("onnx-fp32", ModelFormat.ONNX, ref(MODEL), List.of(image), List.of(classes))),
                PREPROCESSING,
                new ClassMask("classes", Layout.NCHW, Activation.SOFTMAX, 0.5),
                List.of("road", "grass"),
                List.of(new Golden(ref(IMAGE), new Segmented(mask), 0.05)),
                Limits.NONE,
                Lineage.brought("from a public package"),
                Instant.parse("2026-11-22T17:00:00Z"));
    }

    static Manifest reader() {
        var window = new TensorSpec("window", ElementType.FLOAT32, List.of(TensorSpec.FREE, 2, 32));
        var logits = new TensorSpec("logits", ElementType.FLOAT32, List.of(TensorSpec.FREE, 2));
        return new Manifest(
                ModelRef.of("bearing", 2),
                Task.READINGS_CLASSIFICATION,
                List.of(new Variant("onnx-fp32", ModelFormat.ONNX, ref(MODEL), List.of(window), List.of(logits))),
                new Preprocessing.OfReadings(
                        32,
                        List.of("x", "y"),
                        Preprocessing.Order.COLUMNS_FIRST,
                        List.of(0.5, -1.0),
                        List.of(2.0, 3.0)),
                new TopClasses("logits", Activation.SOFTMAX, 1),
                List.of("sound", "worn"),
                List.of(new Golden(ref(IMAGE), new Classified(List.of(new ClassScore("worn", 0.75))), 0.05)),
                Limits.NONE,
                Lineage.brought("from a test bench"),
                Instant.parse("2026-11-22T17:00:00Z"));
    }

    /** A chain of two models, of which the second keeps a state. */
    static Manifest listener() {
        var sound = new TensorSpec("sound", ElementType.FLOAT32, List.of(1, 400));
        var rows = new TensorSpec("rows", ElementType.FLOAT32, List.of(1, 2, 32));
        var state = new TensorSpec("state", ElementType.FLOAT32, List.of(1, 64));
        var rate = new TensorSpec("rate", ElementType.INT64, List.of());
        var score = new TensorSpec("score", ElementType.FLOAT32, List.of(1, 1));
        var next = new TensorSpec("next", ElementType.FLOAT32, List.of(1, 64));
        var link = new Link(
                Optional.of(new Window(2, 1, 0.1, 2)),
                List.of(new Carry("next", "state")),
                List.of(new Constant("rate", 16_000)));
        return new Manifest(
                ModelRef.of("words", 3),
                Task.SOUND_EVENTS,
                List.of(new Variant(
                        "onnx-fp32",
                        ModelFormat.ONNX,
                        List.of(
                                new Stage(ref(MODEL), List.of(sound), List.of(rows), Link.NONE),
                                new Stage(ref(SMALL_MODEL), List.of(rows, state, rate), List.of(score, next), link)))),
                new Preprocessing.OfSound(16_000, 1, 400, 160),
                new ThresholdEvents(0.5, 0.25, 2, Duration.ofMillis(500)),
                List.of("alexa"),
                List.of(new Golden(ref(IMAGE), new Classified(List.of(new ClassScore("alexa", 0.75))), 0.05)),
                Limits.NONE,
                Lineage.brought("from a public package"),
                Instant.parse("2026-11-22T17:00:00Z"));
    }
}
