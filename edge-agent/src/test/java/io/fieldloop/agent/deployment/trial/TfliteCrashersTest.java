package io.fieldloop.agent.deployment.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fieldloop.agent.accelerator.Candidate;
import io.fieldloop.agent.accelerator.FacePackage;
import io.fieldloop.agent.accelerator.Finding;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.protocol.FailureCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each file that is known to take TensorFlow Lite down, by a segmentation fault, a division by zero or an abort, goes through a
 * real trial of its own. The process that asks for the trials is this one: were it to go down too, no test would pass.
 */
@Timeout(180)
class TfliteCrashersTest {
    private static final int AT_A_TIME = 2;

    /** A signal as Java tells it, what the C library says before it aborts, or what the trial sees of its outputs. */
    private static final String WHY =
            "SIG(SEGV|FPE|BUS|ABRT|ILL) \\(0x|signal \\d+.*: \\w+|has no memory of its size|an output (has|differs)";

    @TempDir
    Path folder;

    @Test
    void probe_undamagedModel_isFit() throws Exception {
        for (String kernels : List.of("cpu", "xnnpack")) {
            assertThat(probe(kernels, kernels, FacePackage.model())).isInstanceOf(Finding.Fit.class);
        }
    }

    @TestFactory
    Stream<DynamicTest> probe_eachCrasher_endsItsChildAloneAndSaysWhy() throws IOException, InterruptedException {
        List<TfliteCrasher> crashers = TfliteCrasher.all();
        byte[] good = FacePackage.model();
        try (ExecutorService children = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Callable<Finding>> probes = crashers.stream()
                    .<Callable<Finding>>map(
                            crasher -> () -> probe(crasher.toString(), crasher.kernels(), crasher.in(good)))
                    .toList();
            List<Future<Finding>> findings = children.invokeAll(probes);
            return IntStream.range(0, crashers.size())
                    .mapToObj(i -> dynamicTest(
                            crashers.get(i).toString(),
                            () -> assertRefused(crashers.get(i), findings.get(i).get())));
        }
    }

    /** What reading beyond its own memory does to a process depends on what lies there: one may come to answers, which are wrong. */
    private static void assertRefused(TfliteCrasher crasher, Finding finding) {
        assertThat(finding).isInstanceOfSatisfying(Unfit.class, unfit -> {
            assertThat(unfit.failure().code())
                    .as("%s", crasher)
                    .isIn(FailureCode.TRIAL_CRASHED, FailureCode.TRIAL_LOAD_FAILED, FailureCode.TRIAL_OUTPUT_WRONG);
            assertThat(unfit.failure().detail()).containsPattern(WHY);
        });
    }

    private Finding probe(String name, String kernels, byte[] model) throws IOException, InterruptedException {
        ChildProbe probe = new ChildProbe(TrialLimits.DEFAULT, folder.resolve("trials of " + name));
        return probe.probe(
                FacePackage.in(folder.resolve("package"), model),
                new Candidate(FacePackage.VARIANT, Accelerator.parse(kernels)));
    }
}
