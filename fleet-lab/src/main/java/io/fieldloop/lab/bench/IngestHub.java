package io.fieldloop.lab.bench;

import io.fieldloop.agent.process.ResidentMemory;
import io.fieldloop.lab.fleet.Fleet.Ports;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import io.fieldloop.protocol.DeviceId;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A hub as a process of its own, its database, and clients of its broker. The clients are parts of the hub, who may speak for every
 * device, so that five hundred devices need not be enrolled.
 */
final class IngestHub implements AutoCloseable {
    /** The client that only listens. */
    static final String LISTENER = "bench.listener";

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Path folder;
    private final Ports ports;
    private final int databasePort;
    private final Program program;

    private IngestHub(Path folder, Ports ports, int databasePort, Program program) {
        this.folder = folder;
        this.ports = ports;
        this.databasePort = databasePort;
        this.program = program;
    }

    /** Starts one that knows so many devices. */
    static IngestHub start(Path work, int devices) throws IOException, ProgramException, InterruptedException {
        var programs = new Programs(Programs.root(), work.resolve("logs"));
        Ports ports = Ports.free();
        int databasePort = freePort();
        List<String> clients = new ArrayList<>(List.of(LISTENER));
        IntStream.range(0, devices).mapToObj(IngestHub::client).forEach(clients::add);
        programs.issueKeys(work.resolve("hub"), work.resolve("keys"), clients);
        Program program = programs.hub(List.of(
                "--data", work.resolve("hub").toString(),
                "--http-port", String.valueOf(ports.http()),
                "--device-port", String.valueOf(ports.device()),
                "--mqtt-port", String.valueOf(ports.mqtt()),
                "--database-port", String.valueOf(databasePort)));
        var hub = new IngestHub(work, ports, databasePort, program);
        try {
            program.awaitLine(line -> line.startsWith("HUB READY"), START_LIMIT);
            hub.addDevices(devices);
        } catch (SQLException e) {
            hub.close();
            throw new IOException("the hub's database cannot be used: " + e.getMessage(), e);
        }
        return hub;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void addDevices(int devices) throws SQLException {
        try (Connection database = connect();
                PreparedStatement insert = database.prepareStatement("INSERT INTO device (id) VALUES (?)")) {
            for (int i = 0; i < devices; i++) {
                insert.setString(1, device(i).value());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** What the client that speaks for a device is called. */
    static String client(int device) {
        return "bench.device-" + device;
    }

    static DeviceId device(int device) {
        return new DeviceId("bench-" + device);
    }

    /** Where the keys of the clients are. */
    Path keys() {
        return folder.resolve("keys");
    }

    int mqttPort() {
        return ports.mqtt();
    }

    Connection connect() throws SQLException {
        try {
            String password = Files.readString(folder.resolve("hub/postgres/password"));
            String url = "jdbc:postgresql://localhost:%d/postgres".formatted(databasePort);
            return DriverManager.getConnection(url, "postgres", password);
        } catch (IOException e) {
            throw new SQLException("there is no password", e);
        }
    }

    /** Its REST API, as admin. */
    HubClient client() throws IOException {
        String token = Files.readString(folder.resolve("hub/admin-token")).strip();
        return new HubClient(URI.create("http://localhost:" + ports.http()), token);
    }

    /** Of the hub with the broker in it, in bytes. */
    long residentBytes() {
        return ResidentMemory.bytes(program.processId()).orElseThrow();
    }

    @Override
    public void close() {
        program.close();
    }
}
