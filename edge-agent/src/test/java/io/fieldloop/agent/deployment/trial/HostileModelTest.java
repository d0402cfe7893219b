package io.fieldloop.agent.deployment.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.accelerator.Candidate;
import io.fieldloop.agent.accelerator.Finding;
import io.fieldloop.agent.accelerator.Finding.Unfit;
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
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * TensorFlow Lite files that differ from a good one by a word or two, and end the process that loads or runs them: by a
 * segmentation fault, a division by zero or an abort. The process that asks for the trial must live on.
 */
@Timeout(120)
class HostileModelTest {
    @TempDir
    Path folder;

    @Test
    void run_undamagedModel_passes() throws Exception {
        assertThat(run("xnnpack", model())).isInstanceOf(Finding.Fit.class);
    }

    /** Offsets of the file, and the bytes that stand there instead. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            cpu-100, 209416:00000000 210184:ffffffff
            cpu-1388, 209284:ce000000
            cpu-670, 211844:ffffffff 225964:00000000
            xnnpack-1145, 210192:ffffffff
            xnnpack-1256, 211192:66000000
            xnnpack-162, 142936:ffffffff 209884:ffffffff
            xnnpack-236, 214528:ffffff7f
            xnnpack-322, 207004:02000000 210152:ffffffff
            xnnpack-369, 211356:31000000
            xnnpack-449, 208388:ffffffff
            xnnpack-639, 194916:ffffffff 212028:57000000
            xnnpack-936, 207168:ffffffff 210348:00000000
            xnnpack-994, 208484:02000000 212888:00000000
            """)
    void run_damagedModel_isACrashOfTheChildAlone(String name, String patches) throws Exception {
        byte[] damaged = model();
        for (String patch : patches.split(" ")) {
            String[] offsetAndBytes = patch.split(":");
            byte[] bytes = HexFormat.of().parseHex(offsetAndBytes[1]);
            System.arraycopy(bytes, 0, damaged, Integer.parseInt(offsetAndBytes[0]), bytes.length);
        }
        assertThat(run(name.split("-")[0], damaged))
                .as(name)
                .isInstanceOfSatisfying(
                        Unfit.class,
                        failed -> assertThat(failed.failure().code())
                                .as("%s", failed)
                                .isEqualTo(FailureCode.TRIAL_CRASHED));
    }

    private static byte[] model() throws IOException {
        return Files.readAllBytes(TestAssets.file("blazeface-tflite", "short_range.tflite"));
    }

    private Finding run(String accelerator, byte[] model) throws IOException, InterruptedException {
        Sha256 sha256 = Sha256.of(model);
        Files.write(folder.resolve(sha256.hex()), model);
        ChildProbe trial = new ChildProbe(TrialLimits.DEFAULT, folder.resolve("trials"));
        return trial.probe(
                new LocalPackage(manifest(new FileRef(sha256, model.length)), folder),
                new Candidate("tflite-fp16", Accelerator.parse(accelerator)));
    }

    /** The detector as a classifier of its 896 anchors, which is enough to run it. */
    private static Manifest manifest(FileRef file) {
        Variant variant = new Variant(
                "tflite-fp16",
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
                new Preprocessing(
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
