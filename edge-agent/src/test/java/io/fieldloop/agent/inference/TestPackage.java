package io.fieldloop.agent.inference;

import static java.util.Objects.requireNonNull;

import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.OnnxGraph;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Golden;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.Lineage;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.pack.ManifestSigner;
import io.fieldloop.models.pack.Postprocessing.Activation;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.pack.SignedManifest;
import io.fieldloop.models.pack.Task;
import io.fieldloop.models.pack.TrustedKeys;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A signed package with a real ONNX model of a few hundred bytes, the same bytes each time it is made. The model tells
 * bright from dark images, and each version is surer of it than the one before.
 *
 * @param manifest what it holds
 * @param files by digest
 */
public record TestPackage(Manifest manifest, Map<Sha256, byte[]> files) {
    /** The key that verifies the packages of the tests: base64 of its X.509 form. */
    public static final String PUBLIC_KEY = "MCowBQYDK2VwAyEA1z4AVglVTxJJp/fTs7lX3rYMm9BS/o5YLIuXc4R72pA=";

    /** What the packages of the tests are signed with. */
    public static final TrustedKeys KEYS = keys();

    private static final String PRIVATE_KEY = "MC4CAQAwBQYDK2VwBCIEIGiqGU4l91zboejAJwuOf3MRiI3zR8oPI9vMFP+Q8dAg";
    private static final int SIDE = 4;
    private static final int PIXELS = SIDE * SIDE;
    private static final byte[] BRIGHT = ImageWriter.png(image(255)).toArray();

    /** A version that is all right. */
    public static TestPackage of(int version) {
        return of(version, Limits.NONE, probability(version, 255));
    }

    /** A version whose golden sample it cannot reproduce. */
    public static TestPackage wrong(int version) {
        return of(version, Limits.NONE, 0.5);
    }

    /** A version that is all right, but may only cost so much. */
    public static TestPackage limited(int version, Limits limits) {
        return of(version, limits, probability(version, 255));
    }

    private static TestPackage of(int version, Limits limits, double expected) {
        byte[] model = model(version);
        return of(version, ModelFormat.ONNX, model, limits, expected);
    }

    /** A version with another file than the one that it promises the answers of. */
    public static TestPackage replaced(int version, UnaryOperator<byte[]> replacement) {
        return of(version, ModelFormat.ONNX, replacement.apply(model(version)), Limits.NONE, probability(version, 255));
    }

    /** A version that calls everything bright, and promises no more than that. */
    public static TestPackage stuck(int version) {
        return of(
                version,
                ModelFormat.ONNX,
                model(new float[PIXELS * 2], new float[] {2, 0}),
                Limits.NONE,
                probability(4, 255));
    }

    /** A version whose file is whatever is given. */
    public static TestPackage of(int version, ModelFormat format, byte[] model) {
        return of(version, format, model, Limits.NONE, 0.5);
    }

    private static TestPackage of(int version, ModelFormat format, byte[] model, Limits limits, double expected) {
        Variant variant = new Variant(
                "fp32",
                format,
                new FileRef(Sha256.of(model), model.length),
                List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(1, 1, SIDE, SIDE))),
                List.of(new TensorSpec("y", ElementType.FLOAT32, List.of(1, 2))));
        Golden golden = new Golden(
                new FileRef(Sha256.of(BRIGHT), BRIGHT.length),
                new Classified(List.of(new ClassScore("bright", expected), new ClassScore("dark", 1 - expected))),
                0.001);
        Manifest manifest = new Manifest(
                ModelRef.of("light", version),
                Task.IMAGE_CLASSIFICATION,
                List.of(variant),
                new Preprocessing.OfImages(
                        SIDE, SIDE, Colour.GREY, Layout.NCHW, Fit.STRETCH, 1, List.of(0.0), List.of(1.0)),
                new TopClasses("y", Activation.SOFTMAX, 2),
                List.of("bright", "dark"),
                List.of(golden),
                limits,
                Lineage.brought("made by a test"),
                Instant.parse("2026-01-01T00:00:00Z"));
        return new TestPackage(manifest, Map.of(Sha256.of(model), model, Sha256.of(BRIGHT), BRIGHT));
    }

    /** The same under the name of another model. */
    public TestPackage called(String model) {
        return new TestPackage(
                new Manifest(
                        ModelRef.of(model, manifest.model().version()),
                        manifest.task(),
                        manifest.variants(),
                        manifest.preprocessing(),
                        manifest.postprocessing(),
                        manifest.labels(),
                        manifest.goldens(),
                        manifest.limits(),
                        manifest.lineage(),
                        manifest.createdAt()),
                files);
    }

    /** An image of one brightness, 0 to 255. */
    public static Image image(int brightness) {
        int[] pixels = new int[PIXELS];
        Arrays.fill(pixels, brightness << 16 | brightness << 8 | brightness);
        return new Image(SIDE, SIDE, pixels);
    }

    /** By which probability a version calls an image bright: softmax of (version × (mean − ½), 0). */
    public static double probability(int version, int brightness) {
        return 1 / (1 + Math.exp(-version * (brightness / 255.0 - 0.5)));
    }

    private static byte[] model(int version) {
        float[] weights = new float[PIXELS * 2];
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            weights[pixel * 2] = (float) version / PIXELS;
        }
        return model(weights, new float[] {-version / 2f, 0});
    }

    private static byte[] model(float[] weights, float[] bias) {
        return new OnnxGraph("light")
                .input("x", Dimension.of(1), Dimension.of(1), Dimension.of(SIDE), Dimension.of(SIDE))
                .initializer("w", weights, PIXELS, 2)
                .initializer("b", bias, 2)
                .node("Flatten", List.of("x"), "flat")
                .node("Gemm", List.of("flat", "w", "b"), "y")
                .output("y", Dimension.of(1), Dimension.of(2))
                .model()
                .toByteArray();
    }

    private static TrustedKeys keys() {
        try {
            return new TrustedKeys(Map.of(
                    "test",
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(
                                    new X509EncodedKeySpec(Base64.getDecoder().decode(PUBLIC_KEY)))));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A copy of one of its files. */
    public byte[] file(Sha256 file) {
        return requireNonNull(files.get(file)).clone();
    }

    /** The digest by which it is offered. */
    public Sha256 id() {
        return Sha256.of(ManifestJson.write(manifest));
    }

    /** Its manifest, signed by the key that {@link #KEYS} trusts. */
    public SignedManifest signed() {
        return new ManifestSigner(privateKey(), "test").sign(ManifestJson.write(manifest));
    }

    /** The private half of the key that {@link #KEYS} trusts. */
    public static PrivateKey privateKey() {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(PRIVATE_KEY)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes its files into a folder. */
    public LocalPackage in(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey().hex()), file.getValue());
        }
        return new LocalPackage(manifest, folder);
    }
}
