package io.fieldloop.lab.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What can be told to be in the way before anything is started. Each check throws what a user is to read. */
public final class Beforehand {
    /** What a user asked for cannot be; the message says what to change. */
    public static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    private Beforehand() {}

    /** A folder for everything, which must be new or empty. */
    public static void requireNew(Path data) throws UsageException, IOException {
        if (!Files.exists(data)) {
            return;
        }
        if (!Files.isDirectory(data)) {
            throw new UsageException("--data %s is a file; name a new folder".formatted(data));
        }
        try (Stream<Path> content = Files.list(data)) {
            if (content.findAny().isPresent()) {
                throw new UsageException("--data %s is not empty; name a new folder".formatted(data));
            }
        }
    }

    /** A file for the report, whose folder is there. */
    public static void requireWritable(Path report) throws UsageException {
        Path folder = report.toAbsolutePath().getParent();
        if (Files.isDirectory(report) || folder == null) {
            throw new UsageException("--report %s is a folder; name a file".formatted(report));
        }
        if (!Files.isDirectory(folder)) {
            throw new UsageException("--report %s: there is no folder %s".formatted(report, folder));
        }
        if (!Files.isWritable(Files.exists(report) ? report : folder)) {
            throw new UsageException("--report %s cannot be written".formatted(report));
        }
    }

    /** Holds each port while it tries the next one, so that the same port twice is told too. */
    public static void requireFree(Fleet.Ports ports) throws UsageException, IOException {
        try (var http = new ServerSocket();
                var device = new ServerSocket();
                var mqtt = new ServerSocket()) {
            hold(http, "--http-port", ports.http());
            hold(device, "--device-port", ports.device());
            hold(mqtt, "--mqtt-port", ports.mqtt());
        }
    }

    private static void hold(ServerSocket socket, String flag, int port) throws UsageException {
        if (port < 1 || port > 65_535) {
            throw new UsageException("%s %d is no port; ports are 1 to 65535".formatted(flag, port));
        }
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UsageException(
                    "%s %d cannot be used: %s; name another by %s".formatted(flag, port, e.getMessage(), flag));
        }
    }
}
