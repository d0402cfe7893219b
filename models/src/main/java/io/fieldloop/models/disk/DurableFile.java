package io.fieldloop.models.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file so that a reader, or the next start after a power cut, finds all of the new content or all of the old. */
public final class DurableFile {

    private DurableFile() {}

    /**
     * Writes the content beside its place, makes it durable, and then moves it there in one step. Makes the folder if it is missing.
     * Two writers of one file must be kept apart by the caller.
     *
     * @throws IOException if it could not be written; the file is then as it was before
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path place = file.toAbsolutePath();
        Path folder = place.getParent();
        if (folder == null) {
            throw new IOException("content cannot be written to " + file + ": it is a folder");
        }
        Files.createDirectories(folder);
        Path unfinished = folder.resolve("." + place.getFileName() + ".part");
        try {
            writeThrough(unfinished, content);
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        try (var entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private static void writeThrough(Path file, byte[] content) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }
}
