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
        return new Accelerator.Delegate(Tiny.DELEGATE, Map.of("behaviour", behaviour));
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
        try (InputStream source = TinyLibraries.class.getResourceAsStream(name + ".c")) {
            assertThat(source).as("%s.c", name).isNotNull();
            Path folder = Files.createTempDirectory("tiny");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve(name + ".c");
            Files.write(file, source.readAllBytes());
            Path library = folder.resolve("lib" + name + ".so");
            compile(file, library);
            Files.delete(file);
            library.toFile().deleteOnExit();
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
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
    private static final class Tiny {
        static final Path DELEGATE = compiled("tiny_delegate");
    }
}
