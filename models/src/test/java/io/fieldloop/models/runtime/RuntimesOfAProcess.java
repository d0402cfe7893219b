package io.fieldloop.models.runtime;

import java.util.stream.Stream;

/** Run in a process of its own: tells which models can run there. */
final class RuntimesOfAProcess {
    private RuntimesOfAProcess() {}

    public static void main(String[] arguments) {
        System.out.println("WORKS "
                + Stream.of(ModelFormat.values())
                        .filter(Runtimes.available()::reads)
                        .toList());
    }
}
