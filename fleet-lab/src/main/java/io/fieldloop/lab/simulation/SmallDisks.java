package io.fieldloop.lab.simulation;

import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Small disks in memory: file systems in the mount namespace of a process that does nothing but hold them, for which nobody needs
 * special rights ({@code user_namespaces(7)}). They are gone when it ends. One thread.
 */
final class SmallDisks implements Disks {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String READY = "DISKS READY";
    private static final String MADE = "MADE ";

    /** Makes a disk of {@code $1} bytes for each name that it reads, until its input ends. */
    private static final String HOLD = """
            mount -t tmpfs none /mnt && echo "%s"
            while read -r name; do
              mkdir "/mnt/$name" && mount -t tmpfs -o "size=$1" none "/mnt/$name" && echo "%s$name" || exit 1
            done
            """.formatted(READY, MADE);

    private final Program holder;

    private SmallDisks(Program holder) {
        this.holder = holder;
    }

    /** Whether this machine lets anybody but its administrator mount something. */
    static boolean arePossible() throws InterruptedException {
        try {
            return new ProcessBuilder(List.of("unshare", "--user", "--map-root-user", "--mount", "true"))
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false; // no util-linux
        }
    }

    /**
     * Prepares for disks.
     *
     * @throws ProgramException if {@linkplain #arePossible they are not possible}
     */
    static SmallDisks start(Programs programs, long bytesEach)
            throws IOException, ProgramException, InterruptedException {
        List<String> options =
                List.of("--user", "--map-root-user", "--mount", "sh", "-c", HOLD, "sh", String.valueOf(bytesEach));
        var disks = new SmallDisks(programs.installed("disks", Path.of("unshare"), options, Map.of()));
        try {
            disks.holder.awaitLine(READY::equals, LIMIT);
            return disks;
        } catch (ProgramException | InterruptedException e) {
            disks.close();
            throw e;
        }
    }

    /**
     * Links the folder to a disk of its own. The link leads there from inside and from outside. But SQLite resolves links by itself, and outside ends at a
     * path that holds inside alone; there one has to read a copy.
     */
    @Override
    public void give(DeviceFolder device) throws IOException, ProgramException, InterruptedException {
        holder.tell(device.id());
        holder.awaitLine((MADE + device.id())::equals, LIMIT);
        Files.createDirectories(device.path());
        Files.createSymbolicLink(
                device.data(), Path.of("/proc", String.valueOf(holder.processId()), "root/mnt", device.id()));
    }

    @Override
    public List<String> launcher() {
        return List.of(
                "nsenter",
                "--target",
                String.valueOf(holder.processId()),
                "--user",
                "--preserve-credentials",
                "--mount");
    }

    @Override
    public void close() {
        holder.close();
    }
}
