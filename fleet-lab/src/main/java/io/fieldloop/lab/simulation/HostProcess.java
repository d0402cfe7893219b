package io.fieldloop.lab.simulation;

import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The process of a {@link DeviceHost}, which may be killed and started again. One thread at a time, but {@link #tell} any. */
final class HostProcess implements AutoCloseable {
    /**
     * An agent that goes down thrice, each time within a minute of its start, gives its model up. That is no fault, and no
     * device shall be without a model by it.
     */
    private static final Duration PROBATION = Duration.ofSeconds(65);

    private static final int STARTS_IN_A_ROW = 3;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Programs programs;
    private final Path folder;
    private final int first;
    private final int end;
    private final SplittableRandom seeds;
    private volatile @Nullable Program program;
    private long startedNanos;
    private int starts;
    private int startsInARow;
    private int calms;

    /** The devices from {@code first} to before {@code end}. */
    HostProcess(Programs programs, Path folder, int first, int end, SplittableRandom seeds) {
        this.programs = programs;
        this.folder = folder;
        this.first = first;
        this.end = end;
        this.seeds = seeds;
    }

    void start() throws IOException, ProgramException, InterruptedException {
        Path classes = Programs.root().resolve("fleet-lab/target/classes");
        startsInARow = lasted() ? 1 : startsInARow + 1;
        Program started = programs.agentWith(
                "host-%04d-%d".formatted(first, ++starts),
                List.of(classes),
                List.of("-Xmx384m", "-XX:ReservedCodeCacheSize=48m"),
                DeviceHost.class,
                List.of(
                        folder.toString(),
                        String.valueOf(first),
                        String.valueOf(end),
                        String.valueOf(seeds.nextLong())));
        started.awaitLine(DeviceHost.READY::equals, LIMIT);
        startedNanos = System.nanoTime();
        program = started;
    }

    private boolean lasted() {
        return System.nanoTime() - startedNanos > PROBATION.toNanos();
    }

    /** Whether to kill it now would not look like a model that takes its agent down. */
    boolean mayBeKilled() {
        return startsInARow < STARTS_IN_A_ROW || lasted();
    }

    boolean has(int device) {
        return device >= first && device < end;
    }

    /** Which devices it has, for a person. */
    String range() {
        return "%s to %s".formatted(DeviceFolder.id(first), DeviceFolder.id(end - 1));
    }

    /** Cuts the power of its devices. */
    void kill() throws InterruptedException {
        Program killed = program;
        program = null;
        if (killed != null) {
            killed.kill();
        }
    }

    /** Has a fault befall a device; nothing comes of it while the power is cut. */
    void tell(FaultEvent event) throws IOException {
        Program running = program;
        if (running != null) {
            try {
                running.tell(event.toString());
            } catch (IOException e) {
                if (program == running) {
                    throw new IOException(running.name() + " does not obey" + running.tail(), e);
                }
            }
        }
    }

    /** Ends the faults of its devices, and returns how many images they have not dealt with. */
    int calm() throws IOException, ProgramException, InterruptedException {
        Program running = running();
        String answer = DeviceHost.IS_CALM + ++calms + " ";
        running.tell(DeviceHost.CALM + " " + calms);
        String line = running.awaitLine(said -> said.startsWith(answer), LIMIT);
        return Integer.parseInt(line.substring(answer.length()));
    }

    /** The process. */
    Program running() {
        Program running = program;
        if (running == null) {
            throw new IllegalStateException("the host is not started");
        }
        return running;
    }

    @Override
    public void close() {
        Program last = program;
        if (last != null) {
            last.close();
        }
    }
}
