package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Accelerators for tests, compiled from their sources by gcc, each once a process. Where there is no gcc, the test fails if the
 * environment variable {@code CI} is set, and is skipped loudly otherwise.
 */
public final class TinyLibraries {
    private static final Path GCC = Path.of("/usr/bin/gcc");
    private static final long PATIENCE_SECONDS = 60;

    private TinyLibraries() {}

    /** The external delegate of {@code tiny_delegate.c}, which tells what it can be made to do. */
    public static Accelerator delegate(String behaviour) {
        requireCompiler();
        return new Accelerator.Delegate(TinyDelegate.LIBRARY, Map.of("behaviour", behaviour));
    }

    /** The execution provider of {@code tiny_provider.c}, which tells what it can be made to do. */
    public static Accelerator provider(String behaviour) {
        requireCompiler();
        return new Accelerator.Plugin(TinyProvider.LIBRARY, Map.of("behaviour", behaviour));
    }

    private static void requireCompiler() {
        if (Files.isExecutable(GCC)) {
            return;
        }
        String missing = "gcc and libc6-dev are needed to build an accelerator for tests; install them";
        if (System.getenv("CI") != null) {
            Assertions.fail(missing);
        }
        System.err.println("SKIPPED: " + missing);
        Assumptions.abort(missing);
    }

    private static Path compiled(String name) {
        try {
            Path folder = Files.createTempDirectory("tiny");
            folder.toFile().deleteOnExit();
            Path source = copy(name + ".c", folder);
            Path conducts = copy("tiny.h", folder);
            Path library = folder.resolve("lib" + name + ".so");
            compile(source, library);
            Files.delete(source);
            Files.delete(conducts);
            library.toFile().deleteOnExit();
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path copy(String resource, Path folder) throws IOException {
        try (InputStream in = TinyLibraries.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return Files.write(folder.resolve(resource), in.readAllBytes());
        }
    }

    private static void compile(Path source, Path library) throws IOException, InterruptedException {
        Process gcc = new ProcessBuilder(List.of(
                        GCC.toString(),
                        "-std=gnu11",
                        "-O2",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-shared",
                        "-fPIC",
                        "-fvisibility=hidden",
                        "-o",
                        library.toString(),
                        source.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(gcc.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(gcc.exitValue()).as(said).isZero();
    }

    /** Compiled when first asked for. */
    private static final class TinyDelegate {
        static final Path LIBRARY = compiled("tiny_delegate");
    }

    /** Compiled when first asked for. */
    private static final class TinyProvider {
        static final Path LIBRARY = compiled("tiny_provider");
    }
}
