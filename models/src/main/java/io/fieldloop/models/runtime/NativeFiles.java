package io.fieldloop.models.runtime;

import io.fieldloop.models.runtime.ModelException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Native libraries of the class path as files, since only files can be loaded. They are copied once for each version, and
 * stay: a process that is killed leaves nothing behind, and the next one starts at once.
 */
public final class NativeFiles {
    /** The environment variable that moves the copies away from {@code ~/.cache/fieldloop}. */
    public static final String FOLDER_VARIABLE = "FIELDLOOP_CACHE";

    private NativeFiles() {}

    /**
     * Makes sure that the files are there. Several processes may do so at once.
     *
     * @param library name and version, such as {@code onnxruntime-1.29.0}
     * @param resources names on the class path; each file is named by what follows the last {@code /}
     * @return the folder that holds the files
     * @throws ModelException with {@link Reason#RUNTIME_UNAVAILABLE} if they are not on the class path or cannot be copied
     */
    public static Path unpack(String library, List<String> resources) throws ModelException {
        return unpack(library, resources, folder());
    }

    static Path unpack(String library, List<String> resources, Path cache) throws ModelException {
        Path folder = cache.resolve("native").resolve(library);
        try {
            for (String resource : resources) {
                copy(resource, folder);
            }
        } catch (IOException e) {
            throw new ModelException(
                    Reason.RUNTIME_UNAVAILABLE,
                    "the native library cannot be copied to %s (%s); name a folder that can be written by the environment variable %s"
                            .formatted(folder, e, FOLDER_VARIABLE),
                    e);
        }
        return folder;
    }

    private static Path folder() {
        String chosen = System.getenv(FOLDER_VARIABLE);
        return chosen == null || chosen.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "fieldloop")
                : Path.of(chosen);
    }

    /** A file under its final name is always whole. */
    private static void copy(String resource, Path folder) throws IOException, ModelException {
        Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        if (Files.exists(file)) {
            return;
        }
        try (InputStream in = open(resource)) {
            Files.createDirectories(folder);
            Path unfinished = Files.createTempFile(folder, ".", ".part");
            try {
                write(in, unfinished);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
    }

    private static InputStream open(String resource) throws ModelException {
        @Nullable InputStream in = NativeFiles.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new ModelException(Reason.RUNTIME_UNAVAILABLE, "%s is not on the class path".formatted(resource));
        }
        return in;
    }

    private static void write(InputStream in, Path file) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            in.transferTo(Channels.newOutputStream(out));
            out.force(true);
        }
    }
}
