package io.fieldloop.lab.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the database of an outbox as it stood at one moment; the agent may be at work on it.
 *
 * @param file the database; its journal is beside it
 */
record OutboxCopy(Path file) {
    private static final String JOURNAL = "-wal";
    private static final List<String> PARTS = List.of("", JOURNAL);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Within this time a file may change again without getting another time. */
    private static final Duration TICK = Duration.ofMillis(20);

    /**
     * Makes a copy, as often as it takes until nothing changes meanwhile.
     *
     * @throws IOException if there is no such outbox, or it never rests
     */
    static OutboxCopy of(DeviceFolder device) throws IOException, InterruptedException {
        Path copy = Files.createDirectories(device.path().resolve("copy")).resolve("outbox.db");
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            List<FileTime> before = times(device.outbox());
            TimeUnit.MILLISECONDS.sleep(TICK.toMillis()); // so that whatever changes from now on has another time
            copyParts(device.outbox(), copy);
            if (times(device.outbox()).equals(before)) {
                return new OutboxCopy(copy);
            }
        }
        throw new IOException("the outbox of " + device.id() + " never rests");
    }

    private static List<FileTime> times(Path outbox) throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (String part : PARTS) {
            Path file = Path.of(outbox + part);
            times.add(Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0));
        }
        return times;
    }

    private static void copyParts(Path from, Path to) throws IOException {
        Files.deleteIfExists(Path.of(to + "-shm"));
        for (String part : PARTS) {
            Path file = Path.of(from + part);
            if (Files.exists(file)) {
                Files.copy(file, Path.of(to + part), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(Path.of(to + part));
            }
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    /** Takes the place of the outbox, which nobody uses. */
    void putBack(DeviceFolder device) throws IOException {
        copyParts(file, device.outbox());
    }
}
