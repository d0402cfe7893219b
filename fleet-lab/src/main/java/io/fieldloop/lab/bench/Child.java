package io.fieldloop.lab.bench;

import io.fieldloop.lab.program.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program to its end and takes what it prints. */
final class Child {
    private final Path work;

    /**
     * Prepares.
     *
     * @param work a folder for what children need
     */
    Child(Path work) {
        this.work = work;
    }

    /**
     * A program, run to its end.
     *
     * @return what it printed to its standard output
     * @throws IOException if it cannot be started or ends with another code than 0; the message has the end of what it said
     */
    String run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(work, "child", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                String said = Files.readString(errors).strip();
                throw new IOException("%s ended with code %d: %s"
                        .formatted(
                                command.getFirst(),
                                process.exitValue(),
                                said.substring(Math.max(0, said.length() - 500))));
            }
        } finally {
            process.destroyForcibly();
        }
        return output;
    }

    /** A main class of this package, as Java runs the agent on a device. */
    String java(Class<?> main, List<String> options) throws IOException, InterruptedException {
        Path arguments = work.resolve(main.getSimpleName() + ".args");
        List<String> lines =
                new ArrayList<>(Files.readAllLines(Programs.root().resolve("edge-agent/src/main/launch/jvm.options")));
        lines.add("-cp \"" + System.getProperty("java.class.path").replace(File.pathSeparator, ":") + "\"");
        Files.write(arguments, lines); // ONNX Runtime 1.29 crashes when the command line exceeds 4 KiB
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + arguments, main.getName()));
        command.addAll(options);
        return run(command);
    }
}
