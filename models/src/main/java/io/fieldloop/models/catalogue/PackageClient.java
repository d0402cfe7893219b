package io.fieldloop.models.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program of the user's that fetches packages, as it is set up on this machine.
 *
 * @param command how it is started
 * @param limit how long it may take
 */
record PackageClient(List<String> command, Duration limit) {

    private static final int MAX_OUTPUT_BYTES = 1 << 20;
    private static final int MAX_COMPLAINT_LINES = 4;

    /** How apt-get, npm and Maven begin a line that names an error. */
    private static final Pattern ERROR = Pattern.compile("(E:|npm error|npm ERR!|\\[ERROR]) .*");

    PackageClient {
        command = List.copyOf(command);
    }

    /**
     * Runs the program to its end.
     *
     * @param folder where it runs, and where it may leave files
     * @return what it printed
     * @throws ClientException if it cannot be started, takes too long, or ends with an error
     */
    String run(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        Files.createDirectories(folder);
        // Files rather than pipes: nobody has to empty them while the program runs.
        Path answer = Files.createTempFile(folder, ".answer-", ".txt");
        Path complaint = Files.createTempFile(folder, ".complaint-", ".txt");
        try {
            int exit = exitOf(new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(answer.toFile())
                    .redirectError(complaint.toFile()));
            if (exit != 0) {
                throw new ClientException(
                        "`" + String.join(" ", line) + "` ended with " + exit + said(read(complaint), read(answer)));
            }
            return read(answer);
        } finally {
            Files.deleteIfExists(answer);
            Files.deleteIfExists(complaint);
        }
    }

    private int exitOf(ProcessBuilder builder) throws ClientException, InterruptedException {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ClientException(command.getFirst() + " cannot be started: is it installed?", e);
        }
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new ClientException(
                    "`" + String.join(" ", builder.command()) + "` did not end within " + limit.toSeconds() + " s");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The first lines that are marked as errors or, if the program marks none, the first of all. */
    private static String said(String... outputs) {
        List<String> lines = Stream.of(outputs)
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        List<String> errors =
                lines.stream().filter(ERROR.asMatchPredicate()).distinct().toList();
        String shown = (errors.isEmpty() ? lines : errors)
                .stream().limit(MAX_COMPLAINT_LINES).collect(Collectors.joining(" | "));
        return shown.isEmpty() ? " and said nothing" : " and said: " + shown;
    }

    private static String read(Path output) throws IOException {
        try (InputStream content = Files.newInputStream(output)) {
            return new String(content.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
        }
    }

    /** The one file of that ending that the program left in the folder. */
    static Path onlyFile(Path folder, String ending) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files =
                    entries.filter(file -> file.toString().endsWith(ending)).toList();
            if (files.size() != 1) {
                throw new ClientException(
                        "the client should have left one file *" + ending + ", but left " + files.size());
            }
            return files.getFirst();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
