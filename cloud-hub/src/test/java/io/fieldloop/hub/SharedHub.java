package io.fieldloop.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes the one {@link TestHub} that all of them share; started by the first, stopped after the last. Tests
 * keep apart by using their own names, see {@link TestHub#name}.
 */
public final class SharedHub implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestHub.class;
    }

    @Override
    public TestHub resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedHub.class))
                .getOrComputeIfAbsent(Running.class, _ -> Running.start(), Running.class)
                .hub();
    }

    private record Running(Path data, TestHub hub) implements AutoCloseable {
        static Running start() {
            try {
                Path data = Files.createTempDirectory("fieldloop-hub-test");
                return new Running(data, TestHub.start(data));
            } catch (Exception e) {
                throw new IllegalStateException("the hub for the tests does not start", e);
            }
        }

        @Override
        public void close() throws IOException {
            hub.close();
            try (var files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder()).forEach(Running::delete);
            }
        }

        private static void delete(Path file) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
