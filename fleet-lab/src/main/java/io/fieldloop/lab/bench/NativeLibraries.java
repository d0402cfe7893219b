package io.fieldloop.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The native libraries of this process. */
final class NativeLibraries {
    private NativeLibraries() {}

    /**
     * The file of a library that is loaded: what an anchor must load to be the same.
     *
     * @throws IOException if none of this name is loaded
     */
    static Path loaded(String name) throws IOException {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.filter(line -> line.endsWith("/" + name))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .findFirst()
                    .orElseThrow(() -> new IOException(name + " is not loaded"));
        }
    }
}
