package io.fieldloop.agent.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The memory that processes hold, as Linux counts it (proc(5)): pages that are shared count whole. Any thread. */
public final class ResidentMemory {
    private static final String NOW = "VmRSS:";
    private static final String PEAK = "VmHWM:";
    private static final String ANONYMOUS = "RssAnon:";

    private ResidentMemory() {}

    /** What {@code process} has resident now, in bytes; empty where the system does not say, and once it has ended. */
    public static OptionalLong bytes(long process) {
        return bytes(process, NOW);
    }

    /** What this process has resident now, in bytes; empty where the system does not say. */
    public static OptionalLong ownBytes() {
        return bytes(ProcessHandle.current().pid());
    }

    /** The most that {@code process} ever had resident, in bytes; empty as for {@link #bytes}. */
    public static OptionalLong peakBytes(long process) {
        return bytes(process, PEAK);
    }

    /** What of that no file backs, in bytes, so that a machine without swap cannot take it back; empty as for {@link #bytes}. */
    public static OptionalLong anonymousBytes(long process) {
        return bytes(process, ANONYMOUS);
    }

    private static OptionalLong bytes(long process, String figure) {
        try (Stream<String> status = Files.lines(Path.of("/proc", String.valueOf(process), "status"))) {
            return status.filter(line -> line.startsWith(figure))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst();
        } catch (IOException | UncheckedIOException _) {
            return OptionalLong.empty();
        }
    }
}
