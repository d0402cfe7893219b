package io.fieldloop.lab.fleet;

import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import io.fieldloop.models.catalogue.AssetCache;
import io.fieldloop.models.catalogue.AssetMissingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Debian's mosquitto as a hub's broker, set up as the documentation says. Killed, it forgets everything. One thread. */
final class Mosquitto implements AutoCloseable {
    private static final String NAME = "mosquitto";
    private static final Duration START = Duration.ofSeconds(20);
    private static final int LOOK_MILLIS = 50;

    /** File of the catalogue's asset of libraries beside the program. */
    private static final Map<String, String> LIBRARIES =
            Map.of("mosquitto-dlt", "libdlt.so.2", "mosquitto-wrap", "libwrap.so.0");

    private static final String RIGHTS = """
            user hub.ingest
            topic readwrite fieldloop/#
            user hub.channel
            topic readwrite fieldloop/#
            pattern write fieldloop/v1/d/%u/+
            pattern write fieldloop/v1/d/%u/samples/+
            pattern read fieldloop/v1/d/%u/receipts
            pattern read fieldloop/v1/d/%u/desired
            """;

    private final Programs programs;
    private final Path folder;
    private final int port;
    private Program program;
    private int starts = 1;

    private Mosquitto(Programs programs, Path folder, int port) throws IOException {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.program = launch();
    }

    /**
     * Starts one with a key that a hub issues for it, which need not run yet.
     *
     * @param hub where that hub keeps everything
     * @throws IOException if mosquitto was not fetched
     */
    static Mosquitto start(Programs programs, Path folder, Path hub, int port)
            throws IOException, ProgramException, InterruptedException {
        Files.createDirectories(folder);
        programs.issueKeys(hub, folder, List.of("--host", "localhost", "hub.broker"));
        install(folder);
        Files.writeString(folder.resolve("rights"), RIGHTS);
        Files.writeString(folder.resolve("mosquitto.conf"), configuration(folder, port));
        var broker = new Mosquitto(programs, folder, port);
        broker.awaitPort();
        return broker;
    }

    private static void install(Path folder) throws IOException {
        try {
            AssetCache assets = AssetCache.ofUser();
            for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
                copy(assets.file(library.getKey(), library.getValue()), folder.resolve(library.getValue()));
            }
            Path program = folder.resolve(NAME);
            copy(assets.file(NAME, NAME), program);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        } catch (AssetMissingException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String configuration(Path folder, int port) {
        return """
                user root
                listener %1$d 127.0.0.1
                cafile %2$s/authority.pem
                certfile %2$s/hub.broker.pem
                keyfile %2$s/hub.broker.pem
                require_certificate true
                use_identity_as_username true
                use_username_as_clientid true
                acl_file %2$s/rights
                max_inflight_messages 500
                max_queued_messages 100000
                persistence false
                """.formatted(port, folder);
    }

    private Program launch() throws IOException {
        return programs.installed(
                NAME + "-" + starts,
                folder.resolve(NAME),
                List.of("-c", folder.resolve("mosquitto.conf").toString()),
                Map.of("LD_LIBRARY_PATH", folder.toString()));
    }

    private void awaitPort() throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (!listens()) {
            if (!program.isRunning() || System.nanoTime() > end) {
                throw new IOException(NAME + " does not listen on port " + port + program.tail());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), LOOK_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Ends it as {@code kill -9} does, with whatever it had acknowledged and not passed on; then starts it again. */
    void killAndRestart() throws IOException, InterruptedException {
        program.kill();
        starts++;
        program = launch();
        awaitPort();
    }

    @Override
    public void close() {
        program.close();
    }
}
