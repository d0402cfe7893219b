package io.fieldloop.agent.deployment.trial;

import io.fieldloop.agent.accelerator.Candidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of a child: the Java of this process with its class path, bounded. The arguments are in a file, because
 * ONNX Runtime 1.29 crashes when a command line exceeds 4 KiB.
 */
final class TrialCommand {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    /** Where an installed agent keeps its native libraries, if it does not unpack them. */
    private static final List<String> NATIVE_LIBRARIES = List.of("onnxruntime.native.path", "fieldloop.tflite.library");

    /** What an installed agent has prepared of its classes, so that a child starts as fast. */
    private static final String PREPARED_CLASSES = "fieldloop.aot";

    /** Address space that a small Java platform and the libraries reserve without using it. */
    private static final long RESERVED_BYTES = 2L << 30;

    /** So that the watch comes first, who can say why. */
    private static final Duration PROCESSOR_TIME_MARGIN = Duration.ofSeconds(10);

    private final TrialLimits limits;

    TrialCommand(TrialLimits limits) {
        this.limits = limits;
    }

    /** The command that tries the package in {@code source}, with everything that it may write below {@code work}. */
    List<String> in(Path work, Path source, Candidate candidate) throws IOException {
        Path arguments = work.resolve("arguments");
        Files.write(
                arguments,
                arguments(work, source, candidate).stream()
                        .map(TrialCommand::quoted)
                        .toList());
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(PRLIMIT)) {
            command.add(PRLIMIT.toString());
            command.add((reservesAtWill(candidate) ? "--data=" : "--as=") + (limits.memoryBytes() + RESERVED_BYTES));
            command.add("--cpu="
                    + limits.processorTime().plus(PROCESSOR_TIME_MARGIN).toSeconds());
            command.add("--core=0");
        }
        command.add(java());
        command.add("@" + arguments);
        return command;
    }

    /** Drivers of GPUs reserve far more addresses than they ever use, so with them only what can be written counts. */
    private static boolean reservesAtWill(Candidate candidate) {
        return !candidate.isOnProcessor();
    }

    private List<String> arguments(Path work, Path source, Candidate candidate) {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx" + limits.memoryBytes() / 2,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=32m",
                "-XX:CompressedClassSpaceSize=64m",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + work.resolve("crash.log"),
                "-Djava.io.tmpdir=" + work,
                "--enable-native-access=ALL-UNNAMED"));
        for (String property : NATIVE_LIBRARIES) {
            Optional.ofNullable(System.getProperty(property))
                    .ifPresent(path -> arguments.add("-D" + property + "=" + path));
        }
        Optional.ofNullable(System.getProperty(PREPARED_CLASSES))
                .ifPresent(path -> arguments.add("-XX:AOTCache=" + path));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), TrialMain.class.getName()));
        arguments.addAll(List.of(
                source.toString(), candidate.variant(), candidate.accelerator().toString()));
        return arguments;
    }

    private static String java() {
        return ProcessHandle.current()
                .info()
                .command()
                .filter(command -> command.endsWith("/java"))
                .orElseGet(() ->
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    /** By the rules of argument files: a backslash escapes within quotes. */
    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
