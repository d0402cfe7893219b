package io.fieldloop.models.runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Quantisation;
import io.fieldloop.models.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same network in another format, or in fewer bits, computes the same. BlazeFace is compared on photographs elsewhere. */
class FormatsAgreeTest {
    /** A folder with the reference models of MLPerf Tiny. No package of a registry holds them, so they cannot be fetched. */
    private static final String MLPERF_TINY = "FIELDLOOP_MLPERF_TINY";

    private static final int INPUTS = 20;

    @Test
    void speechEmbedding_isTheSameInBothFormats() throws Exception {
        float[] spectrogram = noise(76 * 32, 0, 4);

        float[] onnx = run(speech("embedding_model.onnx"), ModelFormat.ONNX, List.of(1, 76, 32, 1), spectrogram);
        float[] tflite = run(speech("embedding_model.tflite"), ModelFormat.TFLITE, List.of(1, 76, 32, 1), spectrogram);

        assertThat(onnx).hasSize(96);
        assertThat(tflite).containsExactly(onnx, within(1e-3f));
    }

    @Test
    void melSpectrogram_isTheSameInBothFormatsForSoundOfAnyLength() throws Exception {
        for (int samples : new int[] {1_280, 16_000}) {
            float[] sound = noise(samples, -8_000, 8_000);

            float[] onnx = run(speech("melspectrogram.onnx"), ModelFormat.ONNX, List.of(1, samples), sound);
            float[] tflite = run(speech("melspectrogram.tflite"), ModelFormat.TFLITE, List.of(1, samples), sound);

            // 32 bands for every 10 ms, the last of which needs 32 ms of sound.
            assertThat(onnx).hasSize(32 * ((samples - 512) / 160 + 1));
            assertThat(tflite).containsExactly(onnx, within(0.05f));
        }
    }

    /** Noise is harder on eight bits than what the networks are made for, so that one input in five may be judged otherwise. */
    @ParameterizedTest
    @CsvSource({
        "vww_96_int8.tflite, vww_96_float.tflite, 0, 1",
        "kws_ref_model.tflite, kws_ref_model_float32.tflite, -10, 10"
    })
    @Tag("by-hand")
    void quantisedModel_agreesWithItsFloatTwin(String quantised, String real, float least, float most)
            throws Exception {
        try (Session whole = session(mlperfTiny(quantised), ModelFormat.TFLITE);
                Session twin = session(mlperfTiny(real), ModelFormat.TFLITE);
                Invocation wholeRun = whole.newInvocation(1);
                Invocation twinRun = twin.newInvocation(1)) {
            assertThat(whole.inputs().getFirst().type()).isEqualTo(ElementType.INT8);
            assertThat(whole.outputs().getFirst().quantisation()).contains(new Quantisation(1 / 256.0, -128));
            int agreed = 0;
            double difference = 0;
            for (int seed = 0; seed < INPUTS; seed++) {
                fill(wholeRun.input(0), twinRun.input(0), new Random(seed), least, most);
                wholeRun.run();
                twinRun.run();
                float[] given = read(wholeRun.output(0));
                float[] wanted = read(twinRun.output(0));
                agreed += largest(given) == largest(wanted) ? 1 : 0;
                difference += meanDifference(given, wanted) / INPUTS;
            }
            assertThat(agreed).isGreaterThanOrEqualTo(INPUTS * 4 / 5);
            assertThat(difference).isLessThan(0.05);
        }
    }

    private static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }

    private static double meanDifference(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs(one[i] - other[i]);
        }
        return sum / one.length;
    }

    private static void fill(Tensor whole, Tensor real, Random random, float least, float most) {
        Quantisation quantisation = whole.spec().quantisation().orElseThrow();
        for (int i = 0; i < real.spec().elementCount(); i++) {
            float value = random.nextFloat(least, most);
            real.floats().put(i, value);
            whole.bytes().put(i, (byte) Math.clamp(quantisation.whole(value), Byte.MIN_VALUE, Byte.MAX_VALUE));
        }
    }

    private static float[] run(Path file, ModelFormat format, List<Integer> shape, float[] input)
            throws ModelException {
        try (Session session = session(file, format);
                Invocation invocation = session.newInvocation(List.of(shape))) {
            invocation.input(0).floats().put(0, input);
            invocation.run();
            return read(invocation.output(0));
        }
    }

    private static float[] read(Tensor output) {
        float[] values = new float[output.spec().elementCount()];
        output.read(0, values);
        return values;
    }

    private static float[] noise(int count, float least, float most) {
        var random = new Random(7);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat(least, most);
        }
        return values;
    }

    private static Session session(Path file, ModelFormat format) throws ModelException {
        return Runtimes.available().forFormat(format).load(file, LoadOptions.DEFAULT);
    }

    private static Path speech(String file) {
        return TestAssets.file("speech-features", file);
    }

    private static Path mlperfTiny(String file) {
        String folder = System.getenv(MLPERF_TINY);
        assertThat(folder)
                .as("set %s to a folder with the models of MLPerf Tiny", MLPERF_TINY)
                .isNotNull();
        return Path.of(String.valueOf(folder), file);
    }
}
