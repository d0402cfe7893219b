package io.fieldloop.lab.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that takes all the room of a small disk for a while. Any thread. */
final class Ballast {
    /** Only a disk as small as this is ever filled. */
    static final long LARGEST_DISK_BYTES = 128L << 20;

    private static final int STEP_BYTES = 1 << 20;

    private final Path file;

    /** Takes nothing yet. */
    Ballast(Path file) {
        this.file = file;
    }

    /** Takes what is free, to the last byte, and returns how much that was. */
    synchronized long load() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            // Not by its file store, which Java does not find where a link leads into another mount namespace.
            long diskBytes = file.toFile().getTotalSpace();
            if (diskBytes == 0 || diskBytes > LARGEST_DISK_BYTES) {
                throw new IllegalStateException(file + " is not on a small disk");
            }
            return fill(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("the disk cannot be filled", e);
        }
    }

    private static long fill(FileChannel channel) {
        long bytes = 0;
        try {
            while (true) {
                bytes += channel.write(ByteBuffer.allocate(STEP_BYTES));
            }
        } catch (IOException _) {
            return bytes; // nothing is left
        }
    }

    /** Gives it back. */
    synchronized void drop() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the disk cannot be emptied", e);
        }
    }
}
