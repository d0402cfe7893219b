package io.fieldloop.agent.deployment.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.accelerator.Candidate;
import io.fieldloop.agent.accelerator.Finding;
import io.fieldloop.agent.accelerator.Finding.Fit;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.protocol.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ChildProbeTest {
    private static final Candidate CANDIDATE = new Candidate("fp32", Accelerator.CPU);

    private static final String FIT =
            "{\"medianMicros\":7,\"p95Micros\":9,\"residentBytes\":8,\"distance\":0.5,\"placement\":[{\"on\":\"cpu\",\"operator\":\"Add\",\"count\":2}]}";

    @TempDir
    Path folder;

    private Finding run(TestPackage tried) throws IOException, InterruptedException {
        return trial().probe(in(tried), CANDIDATE);
    }

    private ChildProbe trial() throws IOException {
        return new ChildProbe(TrialLimits.DEFAULT, folder.resolve("trials"));
    }

    /** A trial whose child is a shell script instead. */
    private Finding script(String script) throws IOException, InterruptedException {
        return script(Duration.ofSeconds(2), script);
    }

    private Finding script(Duration timeout, String script) throws IOException, InterruptedException {
        TrialLimits limits = new TrialLimits(timeout, Duration.ofMillis(500), TrialLimits.LEAST_MEMORY_BYTES);
        ChildProbe trial =
                new ChildProbe(limits, folder.resolve("trials"), (_, _, _) -> List.of("/bin/sh", "-c", script));
        return trial.probe(in(TestPackage.of(1)), CANDIDATE);
    }

    private LocalPackage in(TestPackage tried) throws IOException {
        return tried.in(folder.resolve("package"));
    }

    private void assertFailed(Finding verdict, FailureCode code, String detail) {
        assertThat(verdict).isInstanceOfSatisfying(Unfit.class, failed -> {
            assertThat(failed.failure().code()).as("%s", failed).isEqualTo(code);
            assertThat(failed.failure().detail()).contains(detail);
        });
        assertThat(folder.resolve("trials")).isEmptyDirectory();
    }

    @Test
    void run_goodModel_passesWithWhatItMeasured() throws Exception {
        assertThat(run(TestPackage.of(1))).isInstanceOfSatisfying(Fit.class, passed -> {
            assertThat(passed.medianMicros()).isBetween(1L, 1_000_000L);
            assertThat(passed.residentBytes()).isBetween(20L << 20, 1L << 30);
        });
        assertThat(folder.resolve("trials")).isEmptyDirectory();
    }

    @Test
    void run_goldenComesOutOtherwise_isWrong() throws Exception {
        assertFailed(
                run(TestPackage.wrong(3)),
                FailureCode.TRIAL_OUTPUT_WRONG,
                "golden sample 1 of 1 is beyond its tolerance");
    }

    @Test
    void run_fileIsNoModel_cannotBeLoaded() throws Exception {
        TestPackage junk = TestPackage.of(1, ModelFormat.ONNX, "this is no model".getBytes(StandardCharsets.UTF_8));
        assertFailed(run(junk), FailureCode.TRIAL_LOAD_FAILED, "");
    }

    @Test
    void run_limitsOfTheManifest_areKept() throws Exception {
        assertFailed(
                run(TestPackage.limited(1, new Limits(0, 1 << 20))),
                FailureCode.TRIAL_TOO_LARGE,
                "the limit is 1048576");
        // A prediction of this model takes at least some microseconds, preprocessing included.
        assertFailed(run(TestPackage.limited(1, new Limits(1, 0))), FailureCode.TRIAL_TOO_SLOW, "the limit is 1 µs");
    }

    @Test
    void run_childHangs_isKilledInTime() throws Exception {
        assertFailed(script("trap '' TERM; while :; do sleep 1; done"), FailureCode.TRIAL_TIMED_OUT, "within PT2S");
    }

    @Test
    void run_childComputesWithoutEnd_isKilledByItsProcessorTime() throws Exception {
        assertFailed(
                script(Duration.ofMinutes(1), "while :; do :; done"),
                FailureCode.TRIAL_TIMED_OUT,
                "no answer within PT0.5S of a processor");
    }

    @Test
    void run_childTakesTooMuchMemory_isKilledWhileItRuns() throws Exception {
        assertFailed(
                script(Duration.ofMinutes(1), "exec dd if=/dev/zero of=/dev/null bs=200M count=1000000"),
                FailureCode.TRIAL_TOO_LARGE,
                "bytes resident, the limit is " + TrialLimits.LEAST_MEMORY_BYTES);
    }

    @Test
    void run_childIsKilled_isACrashWithItsLastWords() throws Exception {
        assertFailed(
                script("echo oh no >&2; kill -SEGV $$"), FailureCode.TRIAL_CRASHED, "signal 11 and no answer: oh no");
    }

    @Test
    void run_childEndsWithoutAnswer_isACrash() throws Exception {
        assertFailed(script("exit 0"), FailureCode.TRIAL_CRASHED, "exit code 0 and no answer");
    }

    @Test
    void run_childCrashesAfterItsAnswer_isACrash() throws Exception {
        assertFailed(script("echo 'TRIAL " + FIT + "'; exit 1"), FailureCode.TRIAL_CRASHED, "exit code 1");
    }

    @Test
    void run_childPrintsWithoutEnd_isBoundedInMemoryAndTime() throws Exception {
        assertFailed(script("yes"), FailureCode.TRIAL_TIMED_OUT, "no answer within PT");
    }

    @Test
    void run_answerMakesNoSense_isACrash() throws Exception {
        for (String answer : List.of("TRIAL", "TRIAL {}", "TRIAL {\"code\":\"NO\",\"detail\":\"\"}", "TRIAL [1]")) {
            assertFailed(script("echo '" + answer + "'"), FailureCode.TRIAL_CRASHED, "no answer");
        }
    }

    @Test
    void run_answerAmongOtherOutput_isFound() throws Exception {
        Finding finding = script("yes | head -c 50000; echo; echo 'TRIAL " + FIT + "'; echo bye");
        assertThat(finding)
                .isEqualTo(new Fit(7, 9, OptionalLong.empty(), 8, 0.5, new Placement(Map.of("cpu", Map.of("Add", 2)))));
    }

    /** The way the Java platform describes a crash, on its standard output, with much text around it. */
    @Test
    void run_javaCrashes_saysWhichSignalAndWhere() throws Exception {
        String report =
                "#\\n# A fatal error has been detected\\n#  SIGFPE (0x8) at pc=0x0, pid=1, tid=2\\n# Problematic frame:\\n"
                        + "# C  [libtflite.so+0x3c]  Prepare+0x3c\\n#\\n# If you would like to submit a bug report\\n";
        assertFailed(
                script("printf '" + report + "'; exit 1"),
                FailureCode.TRIAL_CRASHED,
                "no answer: SIGFPE (0x8) at pc=0x0, pid=1, tid=2 in C [libtflite.so+0x3c] Prepare+0x3c");
    }

    @Test
    void run_programIsMissing_isACrash() throws Exception {
        ChildProbe trial =
                new ChildProbe(TrialLimits.DEFAULT, folder.resolve("trials"), (_, _, _) -> List.of("/no/such/program"));
        assertFailed(trial.probe(in(TestPackage.of(1)), CANDIDATE), FailureCode.TRIAL_CRASHED, "cannot be started");
    }

    @Test
    void run_threadIsInterrupted_killsTheChild() throws Exception {
        Path pid = folder.resolve("pid");
        AtomicReference<Throwable> ended = new AtomicReference<>();
        ChildProbe trial = new ChildProbe(
                TrialLimits.DEFAULT,
                folder.resolve("trials"),
                (_, _, _) -> List.of(
                        "/bin/sh", "-c", "echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; exec sleep 600"));
        LocalPackage candidate = in(TestPackage.of(1));
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                trial.probe(candidate, CANDIDATE);
            } catch (InterruptedException e) {
                ended.set(e);
            }
        });
        for (long start = System.nanoTime(); Files.notExists(pid); Thread.onSpinWait()) {
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(60).toNanos());
        }
        thread.interrupt();
        thread.join();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                .isEmpty();
        assertThat(folder.resolve("trials")).isEmptyDirectory();
    }

    @Test
    void command_anyClassPath_isShort() throws IOException {
        List<String> command = new TrialCommand(TrialLimits.DEFAULT).in(folder, folder.resolve("package"), CANDIDATE);
        assertThat(String.join(" ", command)).hasSizeLessThan(1_000);
        assertThat(command.getLast()).startsWith("@");
    }

    @Test
    void newTrial_leftoversOfAnEarlierOne_areRemoved() throws IOException {
        Files.createDirectories(folder.resolve("trials/trial-1/deep"));
        Files.writeString(folder.resolve("trials/trial-1/deep/crash.log"), "x");
        trial();
        assertThat(folder.resolve("trials")).isEmptyDirectory();
    }
}
