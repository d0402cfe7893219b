package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the native library is: a file that a system property names, or else a resource of the class path, copied once into a
 * folder for its version.
 */
final class NativeLibrary {
    /** A system property: the path of the library. */
    static final String PATH_PROPERTY = "fieldloop.tflite.library";

    /** An environment variable: the folder for copies, instead of {@code ~/.cache/fieldloop}. */
    static final String CACHE_VARIABLE = "FIELDLOOP_CACHE";

    private static final String FILE_NAME = "libjnitensorflowlite.so";
    private static final String VERSION_RESOURCE = "META-INF/maven/org.bytedeco/tensorflow-lite/pom.properties";

    private static volatile @Nullable SymbolLookup loaded;

    private NativeLibrary() {}

    /**
     * Loads the library; doing so again has no effect.
     *
     * @return its version
     */
    static synchronized String load() throws ModelException {
        if (loaded == null) {
            Path library = locate();
            try {
                loaded = SymbolLookup.libraryLookup(library, Arena.global());
            } catch (IllegalArgumentException e) {
                throw new ModelException(
                        Reason.RUNTIME_UNAVAILABLE, "the native library %s cannot be loaded".formatted(library), e);
            }
        }
        return version(symbols());
    }

    /** The functions of the library. */
    static SymbolLookup symbols() {
        SymbolLookup symbols = loaded;
        if (symbols == null) {
            throw new IllegalStateException("the native library is not loaded");
        }
        return symbols;
    }

    private static String version(SymbolLookup symbols) throws ModelException {
        MemorySegment function = symbols.find("TfLiteVersion")
                .orElseThrow(() -> new ModelException(
                        Reason.RUNTIME_UNAVAILABLE, "the native library is not TensorFlow Lite's C API"));
        MethodHandle handle =
                Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS));
        try {
            return ((MemorySegment) handle.invokeExact())
                    .reinterpret(Long.MAX_VALUE)
                    .getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException("a native function was called in a way that Java refuses", e);
        }
    }

    private static Path locate() throws ModelException {
        String named = System.getProperty(PATH_PROPERTY);
        if (named != null) {
            return Path.of(named);
        }
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            return copy(platform, cache());
        } catch (IOException e) {
            throw new ModelException(
                    Reason.RUNTIME_UNAVAILABLE,
                    "the native library cannot be copied to a cache folder (%s); name a folder by the environment variable %s, or the library by -D%s=…"
                            .formatted(e, CACHE_VARIABLE, PATH_PROPERTY),
                    e);
        }
    }

    static String platform(String system, String architecture) throws ModelException {
        String processor = switch (architecture) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm64";
            default -> "";
        };
        if (!system.equals("Linux") || processor.isEmpty()) {
            throw new ModelException(
                    Reason.RUNTIME_UNAVAILABLE,
                    "there is no native library for %s on %s; only for Linux on amd64 and aarch64"
                            .formatted(system, architecture));
        }
        return "linux-" + processor;
    }

    private static Path cache() {
        String chosen = System.getenv(CACHE_VARIABLE);
        return chosen == null || chosen.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "fieldloop")
                : Path.of(chosen);
    }

    /** Copies the library unless it is there; a file under its final name is always whole. */
    static Path copy(String platform, Path cache) throws IOException, ModelException {
        Path folder = cache.resolve("tflite-" + packagedVersion()).resolve(platform);
        Path library = folder.resolve(FILE_NAME);
        if (Files.exists(library)) {
            return library;
        }
        try (InputStream in = resource("org/bytedeco/tensorflowlite/" + platform + "/" + FILE_NAME)) {
            Files.createDirectories(folder);
            Path unfinished = Files.createTempFile(folder, FILE_NAME, ".part");
            try {
                write(in, unfinished);
                Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
        return library;
    }

    private static void write(InputStream in, Path file) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            in.transferTo(Channels.newOutputStream(out));
            out.force(true);
        }
    }

    private static String packagedVersion() throws IOException, ModelException {
        var properties = new Properties();
        try (InputStream in = resource(VERSION_RESOURCE)) {
            properties.load(in);
        }
        return properties.getProperty("version", "unknown");
    }

    private static InputStream resource(String name) throws ModelException {
        @Nullable InputStream in = NativeLibrary.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
            throw new ModelException(
                    Reason.RUNTIME_UNAVAILABLE,
                    "%s is not on the class path; add org.bytedeco:tensorflow-lite for this platform, or name the library by -D%s=…"
                            .formatted(name, PATH_PROPERTY));
        }
        return in;
    }
}
