package io.fieldloop.hub.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of a hub that was killed: it goes on without one and keeps the cluster locked. */
final class AbandonedPostgres {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedPostgres.class);
    private static final long STOP_LIMIT_SECONDS = 60;

    private AbandonedPostgres() {}

    /**
     * Stops the server that runs on {@code cluster}, if there is one. The caller owns the cluster, so whatever runs on it
     * has lost its hub.
     *
     * @param binaries the folder of its programs, by which it is told from a stranger with the same process id
     * @throws IOException if it does not stop
     */
    static void stop(Path cluster, Path binaries) throws IOException, InterruptedException {
        Optional<ProcessHandle> left = runningOn(cluster).filter(p -> isOf(binaries, p));
        if (left.isEmpty()) {
            return;
        }
        LOG.warn(
                "stopping the PostgreSQL that a killed hub left behind pid={}",
                left.get().pid());
        left.get().destroy();
        try {
            left.get().onExit().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(
                    "the PostgreSQL with process id %d keeps running on %s; stop it first"
                            .formatted(left.get().pid(), cluster),
                    e);
        }
    }

    private static Optional<ProcessHandle> runningOn(Path cluster) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip());
        return pid <= 0 ? Optional.empty() : ProcessHandle.of(pid);
    }

    private static boolean isOf(Path binaries, ProcessHandle process) {
        return process.info()
                .command()
                .map(Path::of)
                .filter(c -> c.startsWith(binaries))
                .isPresent();
    }
}
