package io.fieldloop.agent.accelerator;

import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.pack.FileRef;
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
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** The BlazeFace detector for TensorFlow Lite as a package without golden samples. */
public final class FacePackage {
    /** Its only variant. */
    public static final String VARIANT = "tflite-fp16";

    private FacePackage() {}

    /** The detector's file. */
    public static byte[] model() throws IOException {
        return Files.readAllBytes(TestAssets.file("blazeface-tflite", "short_range.tflite"));
    }

    /** A package of {@code model}, which is the detector or what a test made of it. */
    public static LocalPackage in(Path folder, byte[] model) throws IOException {
        Sha256 sha256 = Sha256.of(model);
        Files.createDirectories(folder);
        Files.write(folder.resolve(sha256.hex()), model);
        return new LocalPackage(manifest(new FileRef(sha256, model.length)), folder);
    }

    /** The detector as a classifier of its 896 anchors, which is enough to run it. */
    private static Manifest manifest(FileRef file) {
        Variant variant = new Variant(
                VARIANT,
                ModelFormat.TFLITE,
                file,
                List.of(new TensorSpec("input", ElementType.FLOAT32, List.of(1, 128, 128, 3))),
                List.of(
                        new TensorSpec("regressors", ElementType.FLOAT32, List.of(1, 896, 16)),
                        new TensorSpec("classificators", ElementType.FLOAT32, List.of(1, 896, 1))));
        return new Manifest(
                ModelRef.of("face", 1),
                Task.IMAGE_CLASSIFICATION,
                List.of(variant),
                new Preprocessing.OfImages(
                        128,
                        128,
                        Colour.RGB,
                        Layout.NHWC,
                        Fit.STRETCH,
                        1,
                        List.of(0.5, 0.5, 0.5),
                        List.of(0.5, 0.5, 0.5)),
                new TopClasses("classificators", Activation.SIGMOID, 1),
                IntStream.range(0, 896).mapToObj(anchor -> "anchor " + anchor).toList(),
                List.of(),
                Limits.NONE,
                Lineage.brought("made by a test"),
                Instant.EPOCH);
    }
}
