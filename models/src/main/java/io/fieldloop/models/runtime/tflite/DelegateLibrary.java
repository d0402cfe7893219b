package io.fieldloop.models.runtime.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A library with the two functions of TensorFlow Lite's external delegates, {@code tflite_plugin_create_delegate} and
 * {@code tflite_plugin_destroy_delegate}. Once loaded it stays, for a delegate may be in use. Any thread.
 */
final class DelegateLibrary {
    /** Guarded by itself. */
    private static final Map<Path, DelegateLibrary> LOADED = new HashMap<>();

    private final MethodHandle create;
    private final MethodHandle destroy;

    private DelegateLibrary(MethodHandle create, MethodHandle destroy) {
        this.create = create;
        this.destroy = destroy;
    }

    /**
     * Loads a library; doing so again has no effect.
     *
     * @throws ModelException with {@link Reason#ACCELERATOR_UNAVAILABLE} if it is not there, or no library of a delegate
     */
    static DelegateLibrary of(Path path) throws ModelException {
        synchronized (LOADED) {
            DelegateLibrary known = LOADED.get(path);
            if (known == null) {
                known = load(path);
                LOADED.put(path, known);
            }
            return known;
        }
    }

    private static DelegateLibrary load(Path path) throws ModelException {
        if (!Files.isReadable(path)) {
            throw new ModelException(Reason.ACCELERATOR_UNAVAILABLE, "there is no library " + path);
        }
        try {
            SymbolLookup symbols = SymbolLookup.libraryLookup(path, Arena.global());
            return new DelegateLibrary(
                    bind(
                            symbols,
                            "tflite_plugin_create_delegate",
                            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS),
                            path),
                    bind(symbols, "tflite_plugin_destroy_delegate", FunctionDescriptor.ofVoid(ADDRESS), path));
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    Reason.ACCELERATOR_UNAVAILABLE,
                    "%s cannot be loaded; 'ldd %s' tells what it misses".formatted(path, path),
                    e);
        }
    }

    private static MethodHandle bind(SymbolLookup symbols, String name, FunctionDescriptor type, Path path)
            throws ModelException {
        MemorySegment function = symbols.find(name)
                .orElseThrow(() -> new ModelException(
                        Reason.ACCELERATOR_UNAVAILABLE,
                        "%s is no external delegate of TensorFlow Lite: it has no %s".formatted(path, name)));
        return Linker.nativeLinker().downcallHandle(function, type);
    }

    /** A delegate, or null, in which case {@link ErrorReports} may know why. */
    MemorySegment create(Map<String, String> options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment keys = arena.allocate(ADDRESS, Math.max(1, options.size()));
            MemorySegment values = arena.allocate(ADDRESS, Math.max(1, options.size()));
            long count = 0;
            for (var option : options.entrySet()) {
                keys.setAtIndex(ADDRESS, count, arena.allocateFrom(option.getKey()));
                values.setAtIndex(ADDRESS, count++, arena.allocateFrom(option.getValue()));
            }
            long given = count;
            return TfLite.call(
                    () -> (MemorySegment) create.invokeExact(keys, values, given, ErrorReports.DELEGATE_REPORTER));
        }
    }

    void destroy(MemorySegment delegate) {
        TfLite.run(() -> {
            destroy.invokeExact(delegate);
        });
    }
}
