package io.fieldloop.agent.deployment.trial;

import io.fieldloop.agent.accelerator.Candidate;
import io.fieldloop.agent.accelerator.Finding;
import io.fieldloop.agent.accelerator.Finding.Fit;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import io.fieldloop.agent.accelerator.Probe;
import io.fieldloop.agent.disk.FolderTree;
import io.fieldloop.agent.process.ProcessTree;
import io.fieldloop.agent.process.Tail;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries models in child processes of this program's own Java. Any thread; each probe has its own child. */
public final class ChildProbe implements Probe {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProbe.class);

    /** Their presence would add flags to the child's, or lines to its output. */
    private static final List<String> UNWANTED = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final int LAST_WORDS = 300;
    private static final int SIGNAL = 128;

    private final TrialLimits limits;
    private final Path folder;
    private final Command command;

    /** What to start in a work folder for the folder of a package. */
    @FunctionalInterface
    interface Command {
        List<String> in(Path work, Path source, Candidate candidate) throws IOException;
    }

    /**
     * Prepares to try models.
     *
     * @param folder for what children write; whatever is in it is removed
     * @throws IOException if the folder cannot be made or emptied
     */
    public ChildProbe(TrialLimits limits, Path folder) throws IOException {
        this(limits, folder, new TrialCommand(limits)::in);
    }

    ChildProbe(TrialLimits limits, Path folder, Command command) throws IOException {
        this.limits = limits;
        this.folder = folder.toAbsolutePath();
        this.command = command;
        FolderTree.remove(this.folder);
        Files.createDirectories(this.folder);
    }

    @Override
    public Finding probe(LocalPackage source, Candidate candidate) throws InterruptedException {
        try {
            Path work = Files.createTempDirectory(folder, "trial-");
            try {
                return run(source, start(work, source.folder(), candidate));
            } finally {
                FolderTree.remove(work);
            }
        } catch (IOException e) {
            return failed(FailureCode.TRIAL_CRASHED, "the trial cannot be started: " + e.getMessage());
        }
    }

    private Process start(Path work, Path source, Candidate candidate) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.in(work, source, candidate)).directory(work.toFile());
        UNWANTED.forEach(builder.environment()::remove);
        // Each further arena of glibc reserves 64 MiB of address space for a thread that needs a few KiB.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder.start();
    }

    private Finding run(LocalPackage source, Process child) throws InterruptedException {
        try {
            Tail out = Tail.of(child.getInputStream());
            Tail err = Tail.of(child.getErrorStream());
            send(source, child);
            ChildWatch watch = watch(source.manifest().limits());
            Optional<Failure> excess = watch.await(child);
            if (excess.isPresent()) {
                return new Unfit(excess.get());
            }
            Optional<Finding> finding = FindingLine.find(out.text());
            return finding.isPresent() && child.exitValue() == 0
                    ? within(source.manifest().limits(), watch, finding.get())
                    : crashed(child.exitValue(), out.text() + err.text());
        } finally {
            ProcessTree.end(child);
        }
    }

    private static void send(LocalPackage source, Process child) {
        try {
            TrialMain.send(source.manifest(), child.getOutputStream());
        } catch (IOException e) {
            LOG.debug("the child ended before it read its manifest", e);
        }
    }

    private ChildWatch watch(Limits promised) {
        long mostBytes = promised.memoryBytes() > 0
                ? Math.min(promised.memoryBytes(), limits.memoryBytes())
                : limits.memoryBytes();
        return new ChildWatch(limits, mostBytes);
    }

    private static Finding within(Limits promised, ChildWatch watch, Finding finding) {
        return switch (finding) {
            case Unfit _ -> finding;
            case Fit fit -> within(promised, watch, fit);
        };
    }

    private static Finding within(Limits promised, ChildWatch watch, Fit fit) {
        if (promised.latencyMicros() > 0 && fit.medianMicros() > promised.latencyMicros()) {
            return failed(
                    FailureCode.TRIAL_TOO_SLOW,
                    "the median prediction took %d µs, the limit is %d µs"
                            .formatted(fit.medianMicros(), promised.latencyMicros()));
        }
        return watch.tooLarge(fit.residentBytes()).<Finding>map(Unfit::new).orElse(fit);
    }

    private static Finding crashed(int exitValue, String printed) {
        return failed(
                FailureCode.TRIAL_CRASHED,
                "the trial ended with %s and no answer: %s".formatted(ended(exitValue), lastWords(printed)));
    }

    /** By a number above 128 Java tells that a signal ended the process. */
    private static String ended(int exitValue) {
        return exitValue > SIGNAL ? "signal " + (exitValue - SIGNAL) : "exit code " + exitValue;
    }

    /** The signal and frame of a crash that Java describes; otherwise the end of the output. */
    private static String lastWords(String printed) {
        String crash = printed.lines()
                .filter(line -> line.startsWith("#  SIG") || line.startsWith("# C  ["))
                .map(line -> line.substring(1).strip())
                .collect(Collectors.joining(" in "));
        String words = crash.isEmpty()
                ? printed.strip().substring(Math.max(0, printed.strip().length() - LAST_WORDS))
                : crash.substring(0, Math.min(LAST_WORDS, crash.length()));
        return words.replaceAll("\\s+", " ");
    }

    private static Finding failed(FailureCode code, String detail) {
        return new Unfit(new Failure(code, detail));
    }
}
