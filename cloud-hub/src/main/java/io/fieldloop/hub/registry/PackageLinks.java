package io.fieldloop.hub.registry;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A folder that looks like a package on disk: links to its files in the blob store, removed when it is closed. */
final class PackageLinks implements AutoCloseable {
    private final Path folder;

    private PackageLinks(Path folder) {
        this.folder = folder;
    }

    /**
     * Links the files of a manifest.
     *
     * @throws NoSuchFileException if one is not stored
     * @throws IOException if the folder cannot be made
     */
    static PackageLinks of(List<FileRef> files, BlobStore blobs) throws IOException {
        var links = new PackageLinks(Files.createTempDirectory("fieldloop-package"));
        try {
            for (FileRef file : files) {
                Files.createSymbolicLink(links.folder.resolve(file.sha256().hex()), blobs.path(file.sha256()));
            }
            return links;
        } catch (IOException e) {
            links.close();
            throw e;
        }
    }

    LocalPackage localPackage(Manifest manifest) {
        return new LocalPackage(manifest, folder);
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        try (var links = Files.list(folder)) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        }
        Files.delete(folder);
    }
}
