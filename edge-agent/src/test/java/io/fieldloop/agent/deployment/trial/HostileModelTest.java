package io.fieldloop.agent.deployment.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.accelerator.Candidate;
import io.fieldloop.agent.accelerator.FacePackage;
import io.fieldloop.agent.accelerator.Finding;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.protocol.FailureCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
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
        return FacePackage.model();
    }

    private Finding run(String accelerator, byte[] model) throws IOException, InterruptedException {
        ChildProbe trial = new ChildProbe(TrialLimits.DEFAULT, folder.resolve("trials"));
        return trial.probe(
                FacePackage.in(folder, model), new Candidate(FacePackage.VARIANT, Accelerator.parse(accelerator)));
    }
}
