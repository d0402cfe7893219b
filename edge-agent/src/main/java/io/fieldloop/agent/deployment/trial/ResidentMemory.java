package io.fieldloop.agent.deployment.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of processes as Linux accounts for it. */
final class ResidentMemory {
    private static final String PEAK = "VmHWM:";

    private ResidentMemory() {}

    /** The most that this process ever had resident; 0 where the system does not say. */
    static long peakBytes() {
        return peakBytes(ProcessHandle.current());
    }

    /** The most that {@code process} ever had resident; 0 where the system does not say, and once it has ended. */
    static long peakBytes(ProcessHandle process) {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException _) {
            return 0;
        }
    }
}
