package io.fieldloop.hub;

import io.fieldloop.models.catalogue.TestAssets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Debian's mosquitto, set up as a hub's broker by the documentation. It forgets everything when it is killed. */
final class Mosquitto implements AutoCloseable {
    private final Path folder;
    private final int port;
    private Process process;

    private Mosquitto(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param keys as the hub issued them for {@code hub.broker}
     */
    static Mosquitto start(Path folder, Path keys, int port) throws Exception {
        Files.createDirectories(folder);
        for (String library : new String[] {"libdlt.so.2", "libwrap.so.0"}) {
            String asset = library.startsWith("libdlt") ? "mosquitto-dlt" : "mosquitto-wrap";
            Files.copy(TestAssets.file(asset, library), folder.resolve(library), StandardCopyOption.REPLACE_EXISTING);
        }
        Path program = folder.resolve("mosquitto");
        Files.copy(TestAssets.file("mosquitto", "mosquitto"), program, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("rights"), """
                user hub.ingest
                topic readwrite fieldloop/#
                user hub.channel
                topic readwrite fieldloop/#
                user helper.ingest
                topic readwrite fieldloop/#
                user helper.channel
                topic readwrite fieldloop/#
                pattern write fieldloop/v1/d/%u/+
                pattern write fieldloop/v1/d/%u/samples/+
                pattern read fieldloop/v1/d/%u/receipts
                pattern read fieldloop/v1/d/%u/desired
                """);
        Files.writeString(folder.resolve("mosquitto.conf"), """
                user root
                listener %d 127.0.0.1
                cafile %s/authority.pem
                certfile %s/hub.broker.pem
                keyfile %s/hub.broker.pem
                require_certificate true
                use_identity_as_username true
                use_username_as_clientid true
                acl_file %s/rights
                max_inflight_messages 500
                max_queued_messages 100000
                persistence false
                """.formatted(port, keys, keys, keys, folder));
        return new Mosquitto(folder, port, launch(folder, port));
    }

    private static Process launch(Path folder, int port) throws Exception {
        var builder = new ProcessBuilder(
                folder.resolve("mosquitto").toString(),
                "-c",
                folder.resolve("mosquitto.conf").toString());
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        Await.until("mosquitto listens", () -> {
            if (!process.isAlive()) {
                throw new IOException("mosquitto ended: " + Files.readString(folder.resolve("log")));
            }
            return listens(port);
        });
        return process;
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Ends it at once, as when the power goes. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again after it was killed; it knows nobody any more. */
    void startAgain() throws Exception {
        process = launch(folder, port);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
