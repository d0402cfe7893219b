package io.fieldloop.lab.bench;

import io.fieldloop.models.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where figures were measured.
 *
 * @param processor its name
 * @param cores that this process may use
 * @param memoryBytes of the machine
 * @param system kernel and Java
 * @param libraries the runtimes of models, with their versions
 * @param load how many processes wanted to run, on average over the minute before
 */
record Machine(String processor, int cores, long memoryBytes, String system, List<String> libraries, double load) {
    private static final double IDLE_SHARE = 0.25;

    Machine {
        libraries = List.copyOf(libraries);
    }

    /** This one, as Linux describes it. */
    static Machine here() throws IOException {
        return new Machine(
                field(Path.of("/proc/cpuinfo"), "model name", "unknown"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal", "0 kB")
                                .split(" ")[0])
                        * 1024,
                "%s %s, Java %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("java.version")),
                Runtimes.available().describe(),
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]));
    }

    /** Whether so little ran that figures mean something. */
    boolean isIdle() {
        return load < cores * IDLE_SHARE;
    }

    /** For a person. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d cores of %s with %.0f GB, %s, %s, load %.1f",
                cores,
                processor,
                memoryBytes / 1e9,
                system,
                String.join(", ", libraries),
                load);
    }

    /** The value behind a name and a colon; {@code absent} where there is none. */
    private static String field(Path file, String name, String absent) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(absent);
        }
    }
}
