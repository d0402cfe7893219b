package io.fieldloop.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory of the machine a process holds, as Linux counts it: pages that it shares count whole. */
final class Resident {
    private Resident() {}

    /** Of this process, in bytes. */
    static long ofThisProcess() throws IOException {
        return in(Path.of("/proc/self/status"));
    }

    /** Of another process, in bytes. */
    static long of(long process) throws IOException {
        return in(Path.of("/proc", String.valueOf(process), "status"));
    }

    private static long in(Path status) throws IOException {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow(() -> new IOException(status + " tells no memory; the process has ended"));
        }
    }
}
