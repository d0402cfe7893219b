package io.fieldloop.agent.deployment.trial;

import io.fieldloop.agent.deployment.Trial;
import io.fieldloop.agent.process.ProcessTree;
import io.fieldloop.agent.process.Tail;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries models in child processes of this program's own Java. Any thread; each trial has its own child. */
public final class ChildTrial implements Trial {
    private static final Logger LOG = LoggerFactory.getLogger(ChildTrial.class);

    /** Their presence would add flags to the child's, or lines to its output. */
    private static final List<String> UNWANTED = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final int LAST_WORDS = 300;

    private final TrialLimits limits;
    private final Path folder;
    private final Command command;

    /** What to start in a work folder for a package. */
    @FunctionalInterface
    interface Command {
        List<String> in(Path work, Path candidate) throws IOException;
    }

    /**
     * Prepares to try models.
     *
     * @param folder for what children write; whatever is in it is removed
     * @throws IOException if the folder cannot be made or emptied
     */
    public ChildTrial(TrialLimits limits, Path folder) throws IOException {
        this(limits, folder, new TrialCommand(limits)::in);
    }

    ChildTrial(TrialLimits limits, Path folder, Command command) throws IOException {
        this.limits = limits;
        this.folder = folder.toAbsolutePath();
        this.command = command;
        removeTree(this.folder);
        Files.createDirectories(this.folder);
    }

    @Override
    public Verdict run(LocalPackage candidate) throws InterruptedException {
        try {
            Path work = Files.createTempDirectory(folder, "trial-");
            try {
                return run(candidate, start(work, candidate.folder()));
            } finally {
                removeTree(work);
            }
        } catch (IOException e) {
            return failed(FailureCode.TRIAL_CRASHED, "the trial cannot be started: " + e.getMessage());
        }
    }

    private Process start(Path work, Path candidate) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.in(work, candidate)).directory(work.toFile());
        UNWANTED.forEach(builder.environment()::remove);
        // Each further arena of glibc reserves 64 MiB of address space for a thread that needs a few KiB.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder.start();
    }

    private Verdict run(LocalPackage candidate, Process child) throws InterruptedException {
        try {
            Tail out = Tail.of(child.getInputStream());
            Tail err = Tail.of(child.getErrorStream());
            send(candidate, child);
            if (!child.waitFor(limits.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                return failed(FailureCode.TRIAL_TIMED_OUT, "no answer within " + limits.timeout());
            }
            Optional<Verdict> verdict = VerdictLine.find(out.text());
            return verdict.isPresent() && child.exitValue() == 0
                    ? within(candidate.manifest().limits(), verdict.get())
                    : crashed(child.exitValue(), out.text() + err.text());
        } finally {
            ProcessTree.end(child);
        }
    }

    private static void send(LocalPackage candidate, Process child) {
        try {
            TrialMain.send(candidate.manifest(), child.getOutputStream());
        } catch (IOException e) {
            LOG.debug("the child ended before it read its manifest", e);
        }
    }

    private Verdict within(Limits promised, Verdict verdict) {
        long mostBytes = promised.memoryBytes() > 0
                ? Math.min(promised.memoryBytes(), limits.memoryBytes())
                : limits.memoryBytes();
        return switch (verdict) {
            case Verdict.Failed _ -> verdict;
            case Verdict.Passed(var micros, var _)
            when promised.latencyMicros() > 0 && micros > promised.latencyMicros() ->
                failed(
                        FailureCode.TRIAL_TOO_SLOW,
                        "the median prediction took %d µs, the limit is %d µs"
                                .formatted(micros, promised.latencyMicros()));
            case Verdict.Passed(var _, var bytes)
            when bytes > mostBytes ->
                failed(
                        FailureCode.TRIAL_TOO_LARGE,
                        "the trial had %d bytes resident, the limit is %d".formatted(bytes, mostBytes));
            case Verdict.Passed _ -> verdict;
        };
    }

    private static Verdict crashed(int exitValue, String printed) {
        return failed(
                FailureCode.TRIAL_CRASHED,
                "the trial ended with exit code %d and no answer: %s".formatted(exitValue, lastWords(printed)));
    }

    /** The signal and frame of a crash that Java describes; otherwise the end of the output. */
    private static String lastWords(String printed) {
        String crash = printed.lines()
                .filter(line -> line.startsWith("#  SIG") || line.startsWith("# C  ["))
                .map(line -> line.substring(1).strip())
                .collect(Collectors.joining(" in "));
        String words = crash.isEmpty() ? printed.strip() : crash;
        return words.substring(Math.max(0, words.length() - LAST_WORDS)).replaceAll("\\s+", " ");
    }

    private static Verdict failed(FailureCode code, String detail) {
        return new Verdict.Failed(new Failure(code, detail));
    }

    private static void removeTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
