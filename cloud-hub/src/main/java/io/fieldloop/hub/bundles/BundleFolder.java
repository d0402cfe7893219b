package io.fieldloop.hub.bundles;

import io.fieldloop.hub.disk.DataFolder;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.models.bundle.BundleIndex;
import io.fieldloop.models.disk.BoundedStream;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** Where bundles lie while somebody works on them. Thread-safe. */
@Singleton
class BundleFolder {
    /** The content, and an index with a signature. */
    private static final long MAX_BYTES = BundleIndex.MAX_CONTENT_BYTES + (32L << 20);

    private final Path folder;

    BundleFolder(DataFolder data) throws IOException {
        this.folder = data.folder("bundles");
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.delete(file); // of a hub that went down
            }
        }
    }

    /** A new file, which is its caller's to remove. */
    Path newFile() throws IOException {
        return Files.createTempFile(folder, "", ".bundle");
    }

    /**
     * Writes what comes into a file.
     *
     * @throws ProblemException if it is too much
     */
    static void receive(InputStream content, Path file) throws IOException {
        var bounded = new BoundedStream(content, MAX_BYTES + 1);
        if (Files.copy(bounded, file, StandardCopyOption.REPLACE_EXISTING) > MAX_BYTES) {
            throw ProblemException.tooLarge("a bundle", MAX_BYTES);
        }
    }

    /** Reads a file, which is gone when that is closed. */
    static InputStream readOnce(Path file) throws IOException {
        return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
    }
}
