package io.fieldloop.lab.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A hub and its devices as processes under one folder. Any thread, but one at a time for each device. */
public final class Fleet implements AutoCloseable {
    /** Where the hub listens. */
    public record Ports(int http, int device, int mqtt) {
        /** Three that nobody uses at this moment. */
        public static Ports free() throws IOException {
            try (var http = new ServerSocket(0);
                    var device = new ServerSocket(0);
                    var mqtt = new ServerSocket(0)) {
                return new Ports(http.getLocalPort(), device.getLocalPort(), mqtt.getLocalPort());
            }
        }
    }

    /** Which broker a hub has. */
    public enum Broker {
        /** Its own, in its own process. */
        OWN,
        /** A mosquitto beside it. */
        MOSQUITTO
    }

    private static final Duration HUB_START = Duration.ofMinutes(3);
    private static final Duration ENROLMENT = Duration.ofSeconds(30);

    private final Path folder;
    private final Ports ports;
    private final Programs programs;
    private final @Nullable Mosquitto mosquitto;
    private volatile Program hub;
    private final HubClient client;
    private final Map<String, Program> agents = new ConcurrentHashMap<>();

    private Fleet(
            Path folder, Ports ports, Programs programs, @Nullable Mosquitto mosquitto, Program hub, HubClient client) {
        this.folder = folder;
        this.ports = ports;
        this.programs = programs;
        this.mosquitto = mosquitto;
        this.hub = hub;
        this.client = client;
    }

    /** Starts a hub with its own broker, and waits until it is ready. */
    public static Fleet start(Path folder, Ports ports) throws IOException, ProgramException, InterruptedException {
        return start(folder, ports, Broker.OWN);
    }

    /** Starts a hub and waits until it is ready. */
    public static Fleet start(Path folder, Ports ports, Broker broker)
            throws IOException, ProgramException, InterruptedException {
        var programs = new Programs(Programs.root(), folder.resolve("logs"));
        Path data = folder.resolve("hub");
        Mosquitto mosquitto = switch (broker) {
            case OWN -> null;
            case MOSQUITTO -> Mosquitto.start(programs, folder.resolve("mosquitto"), data, ports.mqtt());
        };
        try {
            Program hub = startHub(programs, options(data, ports, broker));
            var client = new HubClient(URI.create("http://localhost:" + ports.http()), adminToken(data));
            return new Fleet(folder, ports, programs, mosquitto, hub, client);
        } catch (IOException | ProgramException | InterruptedException e) {
            if (mosquitto != null) {
                mosquitto.close();
            }
            throw e;
        }
    }

    private static List<String> options(Path data, Ports ports, Broker broker) {
        List<String> options = new ArrayList<>(List.of(
                "--data", data.toString(),
                "--http-port", String.valueOf(ports.http()),
                "--device-port", String.valueOf(ports.device())));
        options.addAll(
                switch (broker) {
                    case OWN -> List.of("--mqtt-port", String.valueOf(ports.mqtt()));
                    case MOSQUITTO -> List.of("--broker", "localhost:" + ports.mqtt());
                });
        return options;
    }

    private static Program startHub(Programs programs, List<String> options)
            throws IOException, ProgramException, InterruptedException {
        Program hub = programs.hub(options);
        hub.awaitLine(line -> line.contains("HUB READY"), HUB_START);
        return hub;
    }

    /**
     * Ends the hub as {@code kill -9} does, and its own broker with it; its database stays. Then starts it again and waits until it
     * is ready.
     */
    public void killAndRestartHub() throws IOException, ProgramException, InterruptedException {
        hub.kill();
        hub = startHub(programs, options(hubData(), ports, mosquitto == null ? Broker.OWN : Broker.MOSQUITTO));
    }

    /**
     * Ends a broker beside the hub as {@code kill -9} does, and starts it again.
     *
     * @throws IllegalStateException if the hub has its own
     */
    public void killAndRestartBroker() throws IOException, InterruptedException {
        if (mosquitto == null) {
            throw new IllegalStateException("the hub has a broker of its own");
        }
        mosquitto.killAndRestart();
    }

    /** Where the hub keeps everything. */
    public Path hubData() {
        return folder.resolve("hub");
    }

    /** Its hub's REST API, as admin. */
    public HubClient hub() {
        return client;
    }

    /** Where the hub serves people. */
    public String address() {
        return "http://localhost:" + ports.http();
    }

    /** What lets the admin in. */
    public String adminToken() throws IOException {
        return adminToken(hubData());
    }

    /** Where a person opens the pages, signed in. */
    public String pages() throws IOException {
        return address() + "/#token=" + adminToken();
    }

    private static String adminToken(Path data) throws IOException {
        return Files.readString(data.resolve("admin-token")).strip();
    }

    /** The folder that a device's source reads. */
    public Path frames(String device) {
        return folder.resolve(device).resolve("frames");
    }

    /** Where the hub listens. */
    public Ports ports() {
        return ports;
    }

    /** Enrols a device with a one-time token and writes its configuration. */
    public void enrol(String device, Map<String, String> labels, String configuration)
            throws IOException, InterruptedException, HubException, ProgramException {
        enrol(device, labels, configuration, ports.device());
    }

    /**
     * Enrols a device that reaches the hub by another port than the hub's own, and goes on to do so.
     *
     * @param devicePort of whatever passes on what it receives to the hub's port for devices
     */
    public void enrol(String device, Map<String, String> labels, String configuration, int devicePort)
            throws IOException, InterruptedException, HubException, ProgramException {
        Files.createDirectories(frames(device));
        Files.writeString(config(device), configuration);
        JsonNode token = client.post("/api/v1/enrolment-tokens", Map.of("deviceId", device, "labels", labels));
        Program enrol = programs.agent(
                device + "-enrol",
                List.of(
                        "enrol",
                        "--hub",
                        "https://localhost:" + devicePort,
                        "--token",
                        token.path("token").asText(),
                        "--data",
                        data(device).toString()));
        if (enrol.awaitEnd(ENROLMENT) != 0) {
            throw new IOException("device " + device + " could not enrol" + enrol.tail());
        }
    }

    /** Starts the agent of an enrolled device. */
    public void start(String device) throws IOException {
        agents.put(device, programs.agent(device, runOptions(device)));
    }

    /**
     * Starts another main class in place of an enrolled device's agent.
     *
     * @param more class path of that class
     * @param options before those of the agent
     */
    public Program startInstead(String device, List<Path> more, Class<?> main, List<String> options)
            throws IOException {
        List<String> all = new ArrayList<>(options);
        all.addAll(runOptions(device));
        Program program = programs.agentWith(device, more, List.of(), main, all);
        agents.put(device, program);
        return program;
    }

    /**
     * Starts an installed agent in place of the one that was built.
     *
     * @param program what starts it
     * @param environment more of it
     */
    public Program startInstalled(String device, Path program, Map<String, String> environment) throws IOException {
        Program agent = programs.installed(device, program, runOptions(device), environment);
        agents.put(device, agent);
        return agent;
    }

    private List<String> runOptions(String device) {
        return List.of(
                "run",
                "--config",
                config(device).toString(),
                "--data",
                data(device).toString());
    }

    private Path config(String device) {
        return folder.resolve(device).resolve("agent.yaml");
    }

    private Path data(String device) {
        return folder.resolve(device).resolve("data");
    }

    /** Fails if a program has ended by itself. */
    public void requireRunning() throws IOException {
        for (Program program : agents.values()) {
            if (!program.isRunning()) {
                throw new IOException(program.name() + " ended by itself" + program.tail());
            }
        }
        if (!hub.isRunning()) {
            throw new IOException("the hub ended by itself" + hub.tail());
        }
    }

    /**
     * Waits for as long as the hub runs.
     *
     * @throws IOException when it has ended by itself
     */
    public void awaitHub() throws IOException, InterruptedException {
        hub.awaitEnd();
        requireRunning();
    }

    /** Stops an agent in good order; what it has to say last reaches the hub. */
    public void stop(String device) throws InterruptedException {
        Program agent = agents.remove(device);
        if (agent != null) {
            agent.stop();
        }
    }

    /** Ends an agent as a power cut does. */
    public void kill(String device) throws InterruptedException {
        Program agent = agents.remove(device);
        if (agent != null) {
            agent.kill();
        }
    }

    /** Stops every agent in good order. */
    public void stopAgents() throws InterruptedException {
        for (String device : List.copyOf(agents.keySet())) {
            stop(device);
        }
    }

    @Override
    public void close() {
        agents.values().forEach(Program::close);
        client.close();
        hub.close();
        if (mosquitto != null) {
            mosquitto.close();
        }
    }
}
