package io.fieldloop.lab.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What a server did with as many requests as some connections could send.
 *
 * @param perSecond requests answered
 * @param medianMicros from a request to its answer
 * @param slowMicros what 99 % of the requests did not exceed
 */
record Load(double perSecond, double medianMicros, double slowMicros) {
    private static final String MARK = "LOAD ";

    /**
     * Sends requests by wrk, each connection its next one when it has its answer.
     *
     * @param work a folder for what wrk needs
     * @throws IOException if wrk is missing, or a request failed
     */
    static Load of(ModelServer server, URI address, int connections, int seconds, Path work)
            throws IOException, InterruptedException {
        Path script = ResourceFiles.copy(List.of("load.lua"), work).resolve("load.lua");
        List<String> command = List.of(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + seconds + "s",
                "--script=" + script,
                address.toString(),
                "--",
                server.body().toString(),
                String.valueOf(server.jsonBytes()));
        try {
            return parse(new Child(work).run(command));
        } catch (IOException e) {
            throw new IOException("the load on %s needs wrk (Debian): %s".formatted(server.name(), e.getMessage()), e);
        }
    }

    /** What {@code load.lua} prints. */
    static Load parse(String printed) throws IOException {
        List<Double> numbers = printed.lines()
                .filter(line -> line.startsWith(MARK))
                .flatMap(line -> List.of(line.substring(MARK.length()).split(" ")).stream())
                .map(Double::valueOf)
                .toList();
        if (numbers.size() != 5) {
            throw new IOException("wrk did not tell what it measured: " + printed.strip());
        }
        if (numbers.getLast() > 0 || numbers.getFirst() == 0) {
            throw new IOException("%.0f requests of %.0f failed".formatted(numbers.getLast(), numbers.getFirst()));
        }
        return new Load(numbers.getFirst() / numbers.get(1) * 1e6, numbers.get(2), numbers.get(3));
    }

    /** The better of each. */
    Load best(Load other) {
        return new Load(
                Math.max(perSecond, other.perSecond),
                Math.min(medianMicros, other.medianMicros),
                Math.min(slowMicros, other.slowMicros));
    }
}
