package io.fieldloop.lab.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What befell a device, a line each, in a file that outlives the process which writes it: kill -9 loses nothing that was given
 * to the operating system. Any thread.
 */
final class Trace {
    private static final Pattern EVENT = Pattern.compile("event (\\d+) .*");

    private final Path file;
    private final long start = System.nanoTime();

    Trace(Path file) {
        this.file = file;
    }

    /** An event of the schedule came to pass. */
    void happened(FaultEvent event, String how) {
        say("event %d %s: %s".formatted(event.number(), event.fault(), how));
    }

    /** Something else did. */
    void say(String what) {
        String line = String.format(
                Locale.ROOT,
                "%8.3f s  %s%n",
                Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3,
                what);
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the trace cannot be kept", e);
        }
    }

    /** The numbers of the events that came to pass. */
    static Set<Integer> happened(Path file) throws IOException {
        Set<Integer> numbers = new HashSet<>();
        for (String line : lines(file)) {
            Matcher event = EVENT.matcher(line.substring(line.indexOf(" s  ") + 4));
            if (event.matches()) {
                numbers.add(Integer.parseInt(event.group(1)));
            }
        }
        return numbers;
    }

    /** The last lines. */
    static List<String> tail(Path file, int count) throws IOException {
        List<String> lines = lines(file);
        return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    }
}
