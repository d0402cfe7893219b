package io.fieldloop.lab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A loop in C, which calls the same native library as the product. */
record CompiledLoop(Path program, Path library) {
    /**
     * Compiles one of the sources of this package.
     *
     * @param library that it loads
     * @throws IOException if gcc is missing or fails
     */
    static CompiledLoop of(String name, Path library, Child child, Path work) throws IOException, InterruptedException {
        ResourceFiles.copy(List.of("loop.h", name + ".c"), work);
        Path program = work.resolve(name);
        try {
            child.run(List.of(
                    "gcc",
                    "-O2",
                    "-o",
                    program.toString(),
                    work.resolve(name + ".c").toString(),
                    "-ldl"));
        } catch (IOException e) {
            throw new IOException("the loop in C needs gcc and libc6-dev (Debian): " + e.getMessage(), e);
        }
        return new CompiledLoop(program, library);
    }

    /** Runs it. */
    Timings run(Child child, Path model, int warmUp, int runs, List<String> tensors)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                library.toString(),
                model.toString(),
                String.valueOf(warmUp),
                String.valueOf(runs)));
        command.addAll(tensors);
        return Timings.parse(child.run(command));
    }
}
