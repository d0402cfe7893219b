package io.fieldloop.hub.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that the hub keeps. It belongs to one hub at a time, from {@link #open} to {@link #close}. */
public final class DataFolder implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final FileChannel lockFile;

    private DataFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder if it is not there, and takes it.
     *
     * @throws FolderInUseException if another hub has it
     * @throws IOException if it cannot be made or written to
     */
    public static DataFolder open(Path root) throws IOException, FolderInUseException {
        Path folder = own(root.toAbsolutePath().normalize());
        FileChannel lockFile =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(lockFile) == null) {
            lockFile.close();
            throw new FolderInUseException(folder);
        }
        return new DataFolder(folder, lockFile);
    }

    /**
     * Makes a folder with its parents, for its owner alone, unless it is there.
     *
     * @throws IOException if it cannot be made
     */
    public static Path own(Path folder) throws IOException {
        return Files.createDirectories(folder, OWNER_ONLY);
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // another hub of this very process has it
        }
    }

    /** The folder itself, absolute. */
    public Path root() {
        return root;
    }

    /**
     * A folder inside, for its owner alone, made if it is not there.
     *
     * @throws IOException if it cannot be made
     */
    public Path folder(String name) throws IOException {
        return own(root.resolve(name));
    }

    /** Gives the folder up. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    /** Another hub has the data folder. */
    public static final class FolderInUseException extends Exception {
        private static final long serialVersionUID = 1L;

        FolderInUseException(Path folder) {
            super("another hub is using " + folder);
        }
    }
}
