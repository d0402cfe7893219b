package io.fieldloop.lab.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What other programs need of the resources of this package, as files. */
final class ResourceFiles {
    private ResourceFiles() {}

    /**
     * Writes some into a folder.
     *
     * @param names within this package; the folder's files are called by the last part
     * @throws IOException if there is none of such a name, or the disk fails
     */
    static Path copy(List<String> names, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : names) {
            try (InputStream content = ResourceFiles.class.getResourceAsStream(name)) {
                if (content == null) {
                    throw new IOException(name + " is not among the resources");
                }
                Files.write(folder.resolve(name.substring(name.lastIndexOf('/') + 1)), content.readAllBytes());
            }
        }
        return folder;
    }
}
