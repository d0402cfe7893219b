package io.fieldloop.models.catalogue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where fetched assets stand: {@code FOLDER/assets/NAME/FILE}. A file stands there only once all of it was verified, so finding it is
 * enough to use it.
 *
 * @param folder the folder of everything that can be fetched again
 */
public record AssetCache(Path folder) {

    /** The environment variable that moves the cache away from {@code ~/.cache/fieldloop}. */
    public static final String FOLDER_VARIABLE = "FIELDLOOP_CACHE";

    /** The cache of whoever runs this program. */
    public static AssetCache ofUser() {
        @Nullable String chosen = System.getenv(FOLDER_VARIABLE);
        return new AssetCache(
                chosen == null || chosen.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache", "fieldloop")
                        : Path.of(chosen));
    }

    /**
     * The path of a fetched file.
     *
     * @throws AssetMissingException if it was not fetched yet; its message says what to run
     */
    public Path file(String asset, String file) throws AssetMissingException {
        Path path = place(asset, file);
        if (!Files.isRegularFile(path)) {
            throw new AssetMissingException(asset, file);
        }
        return path;
    }

    /** Where the file stands or will stand. */
    Path place(String asset, String file) {
        return folder.resolve("assets").resolve(asset).resolve(file);
    }

    /** Where archives are kept while they are on their way. */
    Path downloads() {
        return folder.resolve("downloads");
    }

    /** Where the package clients may keep what they want to find again. */
    Path clients() {
        return folder.resolve("clients");
    }
}
