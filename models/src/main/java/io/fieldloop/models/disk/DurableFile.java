package io.fieldloop.models.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes a file so that a reader, or the next start after a power cut, finds all of the new content or all of the old. Only its
 * owner may read it.
 */
public final class DurableFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private DurableFile() {}

    /**
     * Writes the content beside its place, makes it durable, and then moves it there in one step. Makes the folder if it is missing.
     * Two writers of one file must be kept apart by the caller.
     *
     * @throws IOException if it could not be written; the file is then as it was before
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = Files.createDirectories(folderOf(file));
        Path unfinished = folder.resolve("." + file.getFileName() + ".part");
        try {
            writeThrough(unfinished, content);
            moveIntoPlace(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Renames a file whose content has been forced to disk, replacing what was there, and makes the rename last.
     *
     * @throws IOException if it cannot be renamed
     */
    public static void moveIntoPlace(Path unfinished, Path file) throws IOException {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        force(folderOf(file));
    }

    /**
     * Makes what was created in, renamed into or removed from a folder last.
     *
     * @throws IOException if the folder cannot be opened
     */
    public static void force(Path folder) throws IOException {
        try (var entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private static Path folderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("content cannot be written to " + file + ": it is a folder");
        }
        return folder;
    }

    private static void writeThrough(Path file, byte[] content) throws IOException {
        var anew = Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, anew, OWNER_ONLY)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }
}
