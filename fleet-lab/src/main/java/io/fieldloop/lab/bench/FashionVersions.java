package io.fieldloop.lab.bench;

import io.fieldloop.models.catalogue.BaseModel;
import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.OnnxGraph;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Golden;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Lineage;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.pack.Task;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.retrain.Head;
import io.fieldloop.models.retrain.HeadSurgery;
import io.fieldloop.models.retrain.UnsuitableModelException;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Versions of the classifier of clothes as packages, whose files stand in one folder by their digests.
 *
 * @param folder that is there
 */
record FashionVersions(Path folder) {
    /** What they are versions of. */
    static final ModelName MODEL = new ModelName("fashion");

    /** The length of an image's sides. */
    static final int SIDE = 28;

    private static final int PIXELS = SIDE * SIDE;
    private static final int SLOW_STEPS = 64;
    private static final String LOGITS = "logits";
    private static final Image BLACK = grey(0);

    /** An image of one brightness, 0 to 255. */
    static Image grey(int brightness) {
        int[] pixels = new int[PIXELS];
        Arrays.fill(pixels, brightness << 16 | brightness << 8 | brightness);
        return new Image(SIDE, SIDE, pixels);
    }

    /** The file of the base model. */
    static byte[] base() throws IOException {
        return BaseModel.fashionCnn().read();
    }

    /** The same network with a head that says the opposite: as much work, and no answer in common. */
    static byte[] contrary() throws IOException {
        try {
            HeadSurgery surgery = HeadSurgery.of(base(), LOGITS);
            return surgery.replace(negated(surgery.head()));
        } catch (UnsuitableModelException e) {
            throw new IOException("the base model takes no other head: " + e.getMessage(), e);
        }
    }

    private static Head negated(Head head) {
        float[] weights = new float[head.classes() * head.features()];
        float[] biases = new float[head.classes()];
        for (int label = 0; label < head.classes(); label++) {
            biases[label] = -head.bias(label);
            for (int feature = 0; feature < head.features(); feature++) {
                weights[label * head.features() + feature] = -head.weight(label, feature);
            }
        }
        return new Head(weights, biases);
    }

    /** A model that answers dark images and fails on bright ones: the root of one half less the mean brightness is no number then. */
    static byte[] failingOnBright() throws IOException {
        int classes = BaseModel.fashionCnn().labels().size();
        float[] weights = new float[PIXELS * classes];
        float[] biases = new float[classes];
        Arrays.fill(weights, -1f / PIXELS);
        Arrays.fill(biases, 0.5f);
        return new OnnxGraph(MODEL.toString())
                .input("image", Dimension.of(1), Dimension.of(1), Dimension.of(SIDE), Dimension.of(SIDE))
                .initializer("weights", weights, PIXELS, classes)
                .initializer("biases", biases, classes)
                .node("Flatten", List.of("image"), "pixels")
                .node("Gemm", List.of("pixels", "weights", "biases"), "half-less-mean")
                .node("Sqrt", List.of("half-less-mean"), LOGITS)
                .output(LOGITS, Dimension.of(1), Dimension.of(classes))
                .model()
                .toByteArray();
    }

    /** A model that takes the mean of the image over and over, which takes it a hundred times as long as the base model. */
    static byte[] slow() throws IOException {
        int classes = BaseModel.fashionCnn().labels().size();
        float[] mean = new float[PIXELS * PIXELS];
        Arrays.fill(mean, 1f / PIXELS);
        float[] weights = new float[PIXELS * classes];
        var graph = new OnnxGraph(MODEL.toString())
                .input("image", Dimension.of(1), Dimension.of(1), Dimension.of(SIDE), Dimension.of(SIDE))
                .initializer("mean", mean, PIXELS, PIXELS)
                .initializer("weights", weights, PIXELS, classes)
                .node("Flatten", List.of("image"), "step-0");
        for (int step = 0; step < SLOW_STEPS; step++) {
            graph.node("MatMul", List.of("step-" + step, "mean"), "step-" + (step + 1));
        }
        return graph.node("MatMul", List.of("step-" + SLOW_STEPS, "weights"), LOGITS)
                .output(LOGITS, Dimension.of(1), Dimension.of(classes))
                .model()
                .toByteArray();
    }

    /** A version with this file, whose golden sample is a black image and what the model says of it. */
    LocalPackage version(int number, byte[] model) throws IOException, ModelException {
        FileRef file = keep(model);
        FileRef black = keep(ImageWriter.png(BLACK).toArray());
        Variant variant = variant(file);
        Manifest bare = manifest(number, variant, List.of());
        Prediction expected = predict(new LocalPackage(bare, folder), BLACK);
        return new LocalPackage(manifest(number, variant, List.of(new Golden(black, expected, 0.001))), folder);
    }

    /** The same package under another number. */
    static LocalPackage numbered(LocalPackage version, int number) throws IOException {
        Manifest manifest = version.manifest();
        return new LocalPackage(manifest(number, manifest.variants().getFirst(), manifest.goldens()), version.folder());
    }

    /** What a version says of an image when nothing else goes on. */
    static Prediction predict(LocalPackage version, Image image) throws ModelException {
        try (LoadedModel loaded = LoadedModel.load(version, Runtimes.available(), LoadOptions.DEFAULT);
                Predictor predictor = loaded.newPredictor()) {
            return predictor.predict(image);
        }
    }

    private FileRef keep(byte[] content) throws IOException {
        Sha256 digest = Sha256.of(content);
        Files.write(folder.resolve(digest.hex()), content);
        return new FileRef(digest, content.length);
    }

    private Variant variant(FileRef file) throws ModelException {
        try (Session session = Runtimes.available()
                .forFormat(ModelFormat.ONNX)
                .load(folder.resolve(file.sha256().hex()), LoadOptions.DEFAULT)) {
            return new Variant("onnx-fp32", ModelFormat.ONNX, file, session.inputs(), session.outputs());
        }
    }

    private static Manifest manifest(int number, Variant variant, List<Golden> goldens) throws IOException {
        return new Manifest(
                new ModelRef(MODEL, number),
                Task.IMAGE_CLASSIFICATION,
                List.of(variant),
                new Preprocessing.OfImages(
                        SIDE,
                        SIDE,
                        Colour.GREY,
                        Layout.NCHW,
                        Fit.STRETCH,
                        1,
                        Collections.singletonList(0.0),
                        Collections.singletonList(1.0)),
                new TopClasses(LOGITS, Activation.SOFTMAX, 3),
                BaseModel.fashionCnn().labels(),
                goldens,
                Limits.NONE,
                Lineage.brought("made by a bench"),
                Instant.EPOCH);
    }
}
