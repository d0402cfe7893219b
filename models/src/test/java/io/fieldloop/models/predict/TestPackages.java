package io.fieldloop.models.predict;

import io.fieldloop.models.catalogue.BaseModel;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.OnnxGraph;
import io.fieldloop.models.onnx.OnnxParts;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Lineage;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Postprocessing;
import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.pack.Preprocessing.Order;
import io.fieldloop.models.pack.SsdAnchors;
import io.fieldloop.models.pack.Task;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.readings.ShuttleReadings;
import io.fieldloop.models.retrain.Head;
import io.fieldloop.models.retrain.SoftmaxRegression;
import io.fieldloop.models.retrain.SoftmaxRegression.Settings;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/** Packages of real models, put into a folder as a device has them. */
public final class TestPackages {
    /** Grey pictures of 28 by 28 as the clothes classifier takes them. */
    public static final Preprocessing GREY_28 =
            new Preprocessing.OfImages(28, 28, Colour.GREY, Layout.NCHW, Fit.STRETCH, 1, List.of(0.0), List.of(1.0));

    private static final int TAUGHT = 4_000;
    private static final Instant CREATED = Instant.parse("2026-11-22T12:00:00Z");

    private TestPackages() {}

    /** The classifier of clothes that comes with this program. */
    public static LocalPackage fashion(Path folder) throws IOException, ModelException {
        BaseModel base = BaseModel.fashionCnn();
        return classifier(base.read(), base.labels(), folder);
    }

    /** A classifier of clothes by this file. */
    public static LocalPackage classifier(byte[] onnx, List<String> labels, Path folder)
            throws IOException, ModelException {
        var postprocessing = new TopClasses("logits", Activation.SOFTMAX, 3);
        Variant variant = variant("onnx-fp32", ModelFormat.ONNX, onnx, folder);
        return of(
                ModelRef.of("fashion", 1), Task.IMAGE_CLASSIFICATION, variant, GREY_28, postprocessing, labels, folder);
    }

    /** The classifier of which way up a line of text is, whose input has a free height and width. */
    public static LocalPackage textDirection(Path folder) throws IOException, ModelException {
        byte[] model = Files.readAllBytes(TestAssets.file("text-direction", "ch_ppocr_mobile_v2.0_cls_infer.onnx"));
        Variant variant = variant("onnx-fp32", ModelFormat.ONNX, model, folder);
        var preprocessing = new Preprocessing.OfImages(
                192, 48, Colour.RGB, Layout.NCHW, Fit.STRETCH, 1, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
        var postprocessing = new TopClasses(variant.outputs().getFirst().name(), Activation.NONE, 2);
        return of(
                ModelRef.of("direction", 1),
                Task.IMAGE_CLASSIFICATION,
                variant,
                preprocessing,
                postprocessing,
                List.of("upright", "upside-down"),
                folder);
    }

    /** The detector of objects of 23 classes. */
    public static LocalPackage detector(Path folder, Fit fit) throws IOException, ModelException {
        byte[] model = Files.readAllBytes(TestAssets.file("ssd-mobilenet-v2", "model.tflite"));
        List<String> lines = Files.readAllLines(TestAssets.file("ssd-mobilenet-v2", "labels.txt"));
        List<String> labels = lines.subList(1, lines.size()); // the first one stands for the background
        Variant variant = variant("tflite-fp16", ModelFormat.TFLITE, model, folder);
        var preprocessing = new Preprocessing.OfImages(
                300, 300, Colour.RGB, Layout.NHWC, fit, 1, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
        var anchors =
                new SsdAnchors(List.of(19, 10, 5, 3, 2, 1), 0.2, 0.95, List.of(1.0, 2.0, 0.5, 3.0, 1 / 3.0), true);
        var postprocessing = new SsdBoxes(
                variant.outputs().get(0).name(), variant.outputs().get(1).name(), anchors, 0.4, 0.5, 10);
        return of(
                ModelRef.of("objects", 1),
                Task.OBJECT_DETECTION,
                variant,
                preprocessing,
                postprocessing,
                labels,
                folder);
    }

    /** Tells which pixels show a person. */
    public static LocalPackage segmenter(Path folder, Fit fit) throws IOException, ModelException {
        byte[] model = Files.readAllBytes(TestAssets.file("selfie-segmentation", "model.tflite"));
        Variant variant = variant("tflite-fp16", ModelFormat.TFLITE, model, folder);
        var preprocessing = new Preprocessing.OfImages(
                256, 256, Colour.RGB, Layout.NHWC, fit, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        var postprocessing = new ClassMask(variant.outputs().getFirst().name(), Layout.NHWC, Activation.NONE, 0.5);
        return of(
                ModelRef.of("people", 1),
                Task.IMAGE_SEGMENTATION,
                variant,
                preprocessing,
                postprocessing,
                List.of("person"),
                folder);
    }

    /** Tells the state of a space shuttle from a row of its nine sensors. */
    public static LocalPackage shuttle(Path folder) throws IOException, ModelException {
        Variant variant = variant("onnx-fp32", ModelFormat.ONNX, shuttleModel(), folder);
        int sensors = ShuttleReadings.SENSORS.size();
        return of(
                ModelRef.of("shuttle", 1),
                Task.READINGS_CLASSIFICATION,
                variant,
                new Preprocessing.OfReadings(
                        1,
                        ShuttleReadings.SENSORS,
                        Order.ROWS_FIRST,
                        Collections.nCopies(sensors, 0.0),
                        Collections.nCopies(sensors, 1.0)),
                new TopClasses("logits", Activation.SOFTMAX, 3),
                ShuttleReadings.STATES,
                folder);
    }

    /** One layer, taught by a part of the readings. */
    public static byte[] shuttleModel() throws IOException {
        ShuttleReadings shuttle = ShuttleReadings.load();
        int sensors = ShuttleReadings.SENSORS.size();
        int states = ShuttleReadings.STATES.size();
        Head head = SoftmaxRegression.fit(
                new Rows(shuttle.values(0, TAUGHT), sensors),
                shuttle.states(0, TAUGHT),
                states,
                Settings.usual(1),
                (_, _, _) -> {});
        float[] weights = new float[states * sensors];
        float[] biases = new float[states];
        for (int state = 0; state < states; state++) {
            biases[state] = head.bias(state);
            for (int sensor = 0; sensor < sensors; sensor++) {
                weights[state * sensors + sensor] = head.weight(state, sensor);
            }
        }
        return new OnnxGraph("shuttle")
                .input("readings", Dimension.named("batch"), Dimension.of(1), Dimension.of(sensors))
                .output("logits", Dimension.named("batch"), Dimension.of(states))
                .initializer("w", weights, states, sensors)
                .initializer("b", biases, states)
                .node("Flatten", List.of("readings"), "row")
                .node("Gemm", List.of("row", "w", "b"), "logits", OnnxParts.whole("transB", 1))
                .model()
                .toByteArray();
    }

    /** Puts a model into the folder and asks the runtime what it takes and gives. */
    public static Variant variant(String name, ModelFormat format, byte[] model, Path folder)
            throws IOException, ModelException {
        var file = new FileRef(Sha256.of(model), model.length);
        Path path = Files.write(folder.resolve(file.sha256().hex()), model);
        try (Session session = Runtimes.available().forFormat(format).load(path, LoadOptions.DEFAULT)) {
            return new Variant(name, format, file, session.inputs(), session.outputs());
        }
    }

    private static LocalPackage of(
            ModelRef model,
            Task task,
            Variant variant,
            Preprocessing preprocessing,
            Postprocessing postprocessing,
            List<String> labels,
            Path folder) {
        var manifest = new Manifest(
                model,
                task,
                List.of(variant),
                preprocessing,
                postprocessing,
                labels,
                List.of(),
                Limits.NONE,
                Lineage.brought("for tests"),
                CREATED);
        return new LocalPackage(manifest, folder);
    }
}
