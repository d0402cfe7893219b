package io.fieldloop.models.pack;

import java.nio.file.Path;

/**
 * A package on disk, ready to load. {@link PackageFolder#open} makes one of a folder that is not trusted yet.
 *
 * @param manifest what it holds
 * @param folder with the files of the manifest, each named by its SHA-256
 */
public record LocalPackage(Manifest manifest, Path folder) {
    /** Where a file of the manifest is. */
    public Path file(FileRef file) {
        return folder.resolve(file.sha256().hex());
    }
}
