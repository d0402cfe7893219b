package io.fieldloop.lab.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A hub and its devices as processes under one folder. */
public final class Fleet implements AutoCloseable {
    /** Where the hub listens. */
    public record Ports(int http, int device, int mqtt) {}

    private static final Duration HUB_START = Duration.ofSeconds(90);
    private static final Duration ENROLMENT = Duration.ofSeconds(30);

    private final Path folder;
    private final Ports ports;
    private final Programs programs;
    private final Program hub;
    private final HubClient client;
    private final List<Program> agents = new ArrayList<>();

    private Fleet(Path folder, Ports ports, Programs programs, Program hub, HubClient client) {
        this.folder = folder;
        this.ports = ports;
        this.programs = programs;
        this.hub = hub;
        this.client = client;
    }

    /** Starts the hub and waits until it is ready. */
    public static Fleet start(Path folder, Ports ports) throws IOException, ProgramException, InterruptedException {
        var programs = new Programs(Programs.root(), folder.resolve("logs"));
        Path data = folder.resolve("hub");
        Program hub = programs.hub(List.of(
                "--data", data.toString(),
                "--http-port", String.valueOf(ports.http()),
                "--device-port", String.valueOf(ports.device()),
                "--mqtt-port", String.valueOf(ports.mqtt())));
        hub.awaitLine(line -> line.contains("HUB READY"), HUB_START);
        String token = Files.readString(data.resolve("admin-token")).strip();
        var client = new HubClient(URI.create("http://localhost:" + ports.http()), token);
        return new Fleet(folder, ports, programs, hub, client);
    }

    /** Its hub's REST API, as admin. */
    public HubClient hub() {
        return client;
    }

    /** Where a person opens the pages, signed in. */
    public String pages() throws IOException {
        return "http://localhost:%d/#token=%s"
                .formatted(
                        ports.http(),
                        Files.readString(folder.resolve("hub/admin-token")).strip());
    }

    /** The folder that a device's source reads. */
    public Path frames(String device) {
        return folder.resolve(device).resolve("frames");
    }

    /** Enrols a device with a one-time token and starts its agent. */
    public void add(String device, Map<String, String> labels, String configuration)
            throws IOException, InterruptedException, HubException, ProgramException {
        Path home = folder.resolve(device);
        Files.createDirectories(frames(device));
        Path config = Files.writeString(home.resolve("agent.yaml"), configuration);
        JsonNode enrolment = client.post("/api/v1/enrolment-tokens", Map.of("deviceId", device, "labels", labels));
        Program enrol = programs.agent(
                device + "-enrol",
                List.of(
                        "enrol",
                        "--hub",
                        "https://localhost:" + ports.device(),
                        "--token",
                        enrolment.path("token").asText(),
                        "--data",
                        home.resolve("data").toString()));
        if (enrol.awaitEnd(ENROLMENT) != 0) {
            throw new IOException("device " + device + " could not enrol" + enrol.tail());
        }
        agents.add(programs.agent(
                device,
                List.of(
                        "run",
                        "--config",
                        config.toString(),
                        "--data",
                        home.resolve("data").toString())));
    }

    /** Fails if a program has ended by itself. */
    public void requireRunning() throws IOException {
        for (Program program : agents) {
            if (!program.isRunning()) {
                throw new IOException(program.name() + " ended by itself" + program.tail());
            }
        }
        if (!hub.isRunning()) {
            throw new IOException("the hub ended by itself" + hub.tail());
        }
    }

    /** Stops the agents in good order; what they have to say last reaches the hub. */
    public void stopAgents() throws InterruptedException {
        for (Program agent : agents) {
            agent.stop();
        }
        agents.clear();
    }

    @Override
    public void close() {
        agents.forEach(Program::close);
        client.close();
        hub.close();
    }
}
