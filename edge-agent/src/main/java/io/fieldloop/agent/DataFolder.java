package io.fieldloop.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that holds everything an agent keeps, claimed by one agent at a time. */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Claims a folder, which is made when it is not there. The claim ends with the process, however that ends.
     *
     * @throws IOException if another agent has it, or it cannot be written
     */
    static DataFolder claim(Path path) throws IOException {
        Files.createDirectories(path);
        FileChannel lock = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return new DataFolder(path.toAbsolutePath(), lock);
            }
        } catch (OverlappingFileLockException _) {
            // Another agent in this process has it; told like one in another process.
        }
        lock.close();
        throw new IOException("another agent is at work in %s; give each its own --data".formatted(path));
    }

    Path outbox() {
        return path.resolve("outbox.db");
    }

    Path capture() {
        return path.resolve("capture");
    }

    Path desired() {
        return desired(path);
    }

    /** What the hub wanted last of the agent of a folder. */
    static Path desired(Path folder) {
        return folder.resolve("desired");
    }

    Path runtimes() {
        return runtimes(path);
    }

    /** Which runtimes the agent of a folder needed last. */
    static Path runtimes(Path folder) {
        return folder.resolve("runtimes");
    }

    Path carried() {
        return path.resolve("carried");
    }

    Path behaviour() {
        return path.resolve("behaviour");
    }

    Path traffic() {
        return path.resolve("traffic");
    }

    Path packages() {
        return path.resolve("packages");
    }

    Path deployments() {
        return path.resolve("deployments");
    }

    Path accelerators() {
        return path.resolve("accelerators");
    }

    Path placements() {
        return path.resolve("placements");
    }

    Path trials() {
        return path.resolve("trials");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
