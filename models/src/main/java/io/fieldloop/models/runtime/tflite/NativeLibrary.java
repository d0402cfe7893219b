package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.NativeFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The native library: a file that a system property names, or else one of the class path. */
final class NativeLibrary {
    /** A system property: the path of the library. */
    static final String PATH_PROPERTY = "fieldloop.tflite.library";

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
        String resource = "org/bytedeco/tensorflowlite/" + platform + "/" + FILE_NAME;
        String version = packagedVersion()
                .orElseThrow(() -> new ModelException(
                        Reason.RUNTIME_UNAVAILABLE,
                        "org.bytedeco:tensorflow-lite is not on the class path; add it, or name the library by -D%s=…"
                                .formatted(PATH_PROPERTY)));
        return NativeFiles.unpack("tflite-" + version + "-" + platform, List.of(resource))
                .resolve(FILE_NAME);
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

    /** Of the library and, after a hyphen, of its package; empty if the package is not on the class path. */
    static Optional<String> packagedVersion() {
        var properties = new Properties();
        try (InputStream in = NativeLibrary.class.getClassLoader().getResourceAsStream(VERSION_RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(VERSION_RESOURCE + " cannot be read", e);
        }
        return Optional.ofNullable(properties.getProperty("version"));
    }
}
