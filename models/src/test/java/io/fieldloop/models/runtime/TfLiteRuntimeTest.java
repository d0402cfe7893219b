package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.Fit;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImagePreprocessor;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the face detector that is published in both formats. */
class TfLiteRuntimeTest {
    private static final OfImages FACE = new OfImages(
            128, 128, Colour.RGB, Layout.NHWC, Fit.CROP, 1, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));

    @TempDir
    Path folder;

    @Test
    void session_tellsWhatGoesInAndComesOut() throws Exception {
        try (Session session = load(face())) {
            assertThat(session.inputs())
                    .containsExactly(new TensorSpec("input", ElementType.FLOAT32, List.of(1, 128, 128, 3)));
            assertThat(session.outputs())
                    .extracting(TensorSpec::shape)
                    .containsExactly(List.of(1, 896, 16), List.of(1, 896, 1));
            assertThat(session.accelerator()).isEqualTo("xnnpack");
        }
    }

    @Test
    void sameNet_inBothFormats_givesTheSameScores() throws Exception {
        Image astronaut =
                ImageReader.read(Bytes.wrap(Files.readAllBytes(TestAssets.file("photographs", "astronaut.png"))));

        float[] tflite = scores(face(), ModelFormat.TFLITE, astronaut, List.of(1));
        float[] onnx =
                scores(TestAssets.file("blazeface-onnx", "front.onnx"), ModelFormat.ONNX, astronaut, List.of(0, 1));

        assertThat(onnx).hasSameSizeAs(tflite);
        int best = 0;
        for (int anchor = 0; anchor < tflite.length; anchor++) {
            assertThat(onnx[anchor]).isEqualTo(tflite[anchor], within(0.2f)); // one has its weights in half precision
            best = tflite[anchor] > tflite[best] ? anchor : best;
        }
        assertThat(1 / (1 + Math.exp(-tflite[best]))).isEqualTo(0.92, within(0.02));
    }

    @Test
    void anotherBatch_isRefused() throws Exception {
        try (Session session = load(face())) {
            assertThrows(Reason.SHAPE_UNSUPPORTED, "does not take batches of 2", () -> session.newInvocation(2));
        }
    }

    @Test
    void session_closedWhileItRuns_letsItsInvocationsEndAndRefusesNewOnes() throws Exception {
        SessionsUnderUse.closeWhileRunning(load(face()), 1);
    }

    @Test
    void invocation_closed_runsNoMoreAndTakesItsMemoryAway() throws Exception {
        try (Session session = load(face())) {
            Invocation invocation = session.newInvocation(1);
            Tensor output = invocation.output(0);
            invocation.close();
            invocation.close();

            assertThrows(Reason.CLOSED, "the invocation is closed", invocation::run);
            assertThatThrownBy(() -> output.floats().get(0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void session_neverUsed_isClosed() throws Exception {
        for (int i = 0; i < 10; i++) {
            load(face()).close();
        }
    }

    @Test
    void fileThatIsMissing_isRefused() {
        assertThrows(Reason.FILE_UNREADABLE, "there is no readable file", () -> load(folder.resolve("missing")));
    }

    @Test
    void bytesThatAreNoModel_areRefusedWithTheLibrarysReason() throws IOException {
        var random = new Random(1);
        byte[] noise = new byte[10_000];
        random.nextBytes(noise);
        byte[] noiseBehindTheMark = noise.clone();
        System.arraycopy("TFL3".getBytes(StandardCharsets.US_ASCII), 0, noiseBehindTheMark, 4, 4);

        for (byte[] nonsense : new byte[][] {{}, new byte[7], new byte[4_096], noise}) {
            Path file = Files.write(folder.resolve("nonsense"), nonsense);

            assertThrows(
                    Reason.MODEL_REFUSED, "nonsense is no TFLite model: it does not start as one", () -> load(file));
        }
        Path file = Files.write(folder.resolve("nonsense"), noiseBehindTheMark);
        assertThrows(
                Reason.MODEL_REFUSED,
                "TensorFlow Lite refuses nonsense: The model is not a valid Flatbuffer",
                () -> load(file));
    }

    /** The format keeps its tables at the end, so that a file that is cut off has none. */
    @Test
    void modelCutOffAnywhere_isRefused() throws IOException {
        byte[] whole = Files.readAllBytes(face());
        for (int length = 0; length < whole.length; length += whole.length / 20) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            String message = length == 0 ? "cut is no TFLite model" : "TensorFlow Lite refuses cut: ";

            assertThrows(Reason.MODEL_REFUSED, message, () -> load(file));
        }
    }

    @Test
    void modelWithFlippedWeights_runsSinceOnlyItsDigestCouldTell() throws Exception {
        byte[] damaged = Files.readAllBytes(face());
        for (int i = 100_000; i < 100_100; i++) {
            damaged[i] ^= 1;
        }
        Path file = Files.write(folder.resolve("flipped"), damaged);

        try (Session session = load(file);
                Invocation invocation = session.newInvocation(1)) {
            invocation.run();
        }
    }

    private static float[] scores(Path file, ModelFormat format, Image image, List<Integer> outputs)
            throws ModelException {
        try (Session session = Runtimes.available().forFormat(format).load(file, LoadOptions.DEFAULT);
                Invocation invocation = session.newInvocation(1)) {
            new ImagePreprocessor(FACE, session.inputs().getFirst()).write(image, invocation.input(0), 0);
            invocation.run();
            float[] all = new float[0];
            for (int output : outputs) {
                float[] values = new float[invocation.output(output).spec().elementCount()];
                invocation.output(output).read(0, values);
                all = Arrays.copyOf(all, all.length + values.length);
                System.arraycopy(values, 0, all, all.length - values.length, values.length);
            }
            return all;
        }
    }

    private static Path face() {
        return TestAssets.file("blazeface-tflite", "short_range.tflite");
    }

    private static Session load(Path file) throws ModelException {
        return Runtimes.available().forFormat(ModelFormat.TFLITE).load(file, LoadOptions.DEFAULT);
    }

    private static void assertThrows(Reason reason, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}
