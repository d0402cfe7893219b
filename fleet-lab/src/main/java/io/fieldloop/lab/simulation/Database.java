package io.fieldloop.lab.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The hub's PostgreSQL as processes. */
final class Database {
    private final long server;

    private Database(long server) {
        this.server = server;
    }

    /** The one that a hub started for itself. */
    static Database of(Path hubData) throws IOException {
        List<String> lines = Files.readAllLines(hubData.resolve("postgres/cluster/postmaster.pid"));
        return new Database(Long.parseLong(lines.getFirst().strip()));
    }

    /** Lets it answer nobody while something else happens; connections stay, and nothing comes over them. */
    void freezeWhile(Happening happening) throws IOException, InterruptedException {
        List<String> processes = Stream.concat(
                        ProcessHandle.of(server).stream(),
                        ProcessHandle.of(server).stream().flatMap(ProcessHandle::children))
                .map(process -> String.valueOf(process.pid()))
                .toList();
        signal("-STOP", processes);
        try {
            happening.happen();
        } finally {
            signal("-CONT", processes);
        }
    }

    private static void signal(String name, List<String> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", name));
        command.addAll(processes);
        Process kill = new ProcessBuilder(command).inheritIO().start();
        kill.waitFor();
    }

    @FunctionalInterface
    interface Happening {
        void happen() throws IOException, InterruptedException;
    }
}
