package io.fieldloop.hub.disk;

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

/** Writes files so that a power cut leaves either the old content or the new one, never a part. */
public final class DurableFiles {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private DurableFiles() {}

    /**
     * Makes a folder with its parents, for its owner alone, unless it is there.
     *
     * @throws IOException if it cannot be made
     */
    public static Path ownFolder(Path folder) throws IOException {
        return Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    }

    /**
     * Writes a file that only its owner may read, or replaces it.
     *
     * @throws IOException if it cannot be written; what was there before still is
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = parent(file);
        Path draft = Files.createTempFile(folder, ".draft", "", OWNER_ONLY_FILE);
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            moveIntoPlace(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Renames a file whose content has been forced to disk, replacing what was there, and makes the rename last.
     *
     * @throws IOException if it cannot be renamed
     */
    public static void moveIntoPlace(Path draft, Path file) throws IOException {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(parent(file));
    }

    /**
     * Makes what was created in, renamed into or removed from a folder last.
     *
     * @throws IOException if the folder cannot be opened
     */
    public static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException(file + " names no file");
        }
        return parent;
    }
}
