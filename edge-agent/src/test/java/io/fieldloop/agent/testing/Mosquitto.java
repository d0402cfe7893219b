package io.fieldloop.agent.testing;

import io.fieldloop.agent.link.LinkSettings.Broker;
import io.fieldloop.models.catalogue.TestAssets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Debian's mosquitto, as it runs beside programs of a device: without TLS, and with its memory on the disk. */
public final class Mosquitto implements LocalBroker {
    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private Mosquitto(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** One that runs. */
    public static Mosquitto started(Path folder) throws Exception {
        Files.copy(
                TestAssets.file("mosquitto-dlt", "libdlt.so.2"),
                folder.resolve("libdlt.so.2"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                TestAssets.file("mosquitto-wrap", "libwrap.so.0"),
                folder.resolve("libwrap.so.0"),
                StandardCopyOption.REPLACE_EXISTING);
        Path program = folder.resolve("mosquitto");
        Files.copy(TestAssets.file("mosquitto", "mosquitto"), program, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        var mosquitto = new Mosquitto(folder, freePort());
        mosquitto.start();
        return mosquitto;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public Broker local() {
        return new Broker("127.0.0.1", port);
    }

    @Override
    public void start() throws Exception {
        Path settings = Files.writeString(folder.resolve("mosquitto.conf"), """
                user root
                listener %d 127.0.0.1
                allow_anonymous true
                persistence true
                persistence_location %s/
                """.formatted(port, folder));
        var builder = new ProcessBuilder(folder.resolve("mosquitto").toString(), "-c", settings.toString());
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        Process started = builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        process = started;
        Wait.until("mosquitto listens", () -> !started.isAlive() || listens());
        if (!started.isAlive()) {
            throw new IOException("mosquitto ended: " + Files.readString(folder.resolve("log")));
        }
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Told to end, it writes what it keeps to the disk. */
    @Override
    public void stop() throws InterruptedException {
        Process running = process;
        process = null;
        if (running != null) {
            running.destroy();
            running.waitFor();
        }
    }
}
