package io.fieldloop.models.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** Package clients that are real programs, namely shell scripts, and write down how they were called. */
final class Clients {

    private final Path folder;
    private final Path calls;

    /** Clients that all fail until told otherwise. */
    Clients(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.calls = folder.resolve("calls");
        for (String name : List.of("npm", "mvn", "apt-get")) {
            answering(name, "echo 'this client was not expected to be called' >&2; exit 9");
        }
    }

    /** Lets a client run these lines; {@code $*} is what it was asked. */
    Clients answering(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\necho \"" + name + " $*\" >> '" + calls + "'\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return this;
    }

    Origins origins() {
        return new Origins(client("npm"), client("mvn"), client("apt-get"), folder.resolve("kept"));
    }

    private PackageClient client(String name) {
        return new PackageClient(List.of(folder.resolve(name).toString()), Duration.ofSeconds(20));
    }

    /** How the clients were called so far, call by call. */
    List<String> calls() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}
