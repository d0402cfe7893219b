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

    Path newFile() throws IOException {
        return Files.createTempFile(folder, "", ".bundle");
    }

    /**
     * Keeps what comes in a file.
     *
     * @throws ProblemException if it is too much; nothing is kept
     */
    Path receive(InputStream content) throws IOException {
        Path file = newFile();
        long received =
                Files.copy(new BoundedStream(content, MAX_BYTES + 1), file, StandardCopyOption.REPLACE_EXISTING);
        if (received > MAX_BYTES) {
            Files.delete(file);
            throw ProblemException.tooLarge("a bundle", MAX_BYTES);
        }
        return file;
    }

    /** Reads a file, which is gone when that is closed. */
    static InputStream readOnce(Path file) throws IOException {
        return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
    }
}
