package io.fieldloop.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The hub's command in a process of its own, which can be killed. */
final class HubProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final List<String> said;

    private HubProcess(Process process, List<String> said) {
        this.process = process;
        this.said = said;
    }

    /** The ports of a hub that is started several times. */
    record Ports(int http, int device, int mqtt) {
        static Ports free() throws IOException {
            try (var http = new ServerSocket(0);
                    var device = new ServerSocket(0);
                    var mqtt = new ServerSocket(0)) {
                return new Ports(http.getLocalPort(), device.getLocalPort(), mqtt.getLocalPort());
            }
        }
    }

    /** Starts it and waits until it says that it is ready. */
    static HubProcess start(Path data, Ports ports) throws IOException {
        List<String> options = List.of(
                "--data",
                data.toString(),
                "--http-port",
                String.valueOf(ports.http()),
                "--device-port",
                String.valueOf(ports.device()),
                "--mqtt-port",
                String.valueOf(ports.mqtt()));
        return start(options, "HUB READY ", Map.of());
    }

    /** Starts the hub's command with these options and waits until it says {@code ready}. */
    static HubProcess start(List<String> options, String ready, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command(options)).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> said = new ArrayList<>();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
            if (line.startsWith(ready)) {
                return new HubProcess(process, said);
            }
        }
        throw new IOException("the hub ended before it was ready; it said " + said);
    }

    private static List<String> command(List<String> options) throws IOException {
        List<String> arguments =
                new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        arguments.addAll(List.of(
                "-Xmx512m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        arguments.add(HubApplication.class.getName());
        arguments.addAll(options);
        Path file = Files.createTempFile("hub", ".arguments");
        file.toFile().deleteOnExit();
        Files.write(
                file,
                arguments.stream().map(a -> '"' + a.replace("\\", "\\\\") + '"').toList());
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + file);
    }

    /** What it has said, up to being ready. */
    List<String> said() {
        return said;
    }

    /** Ends it at once, as when the power goes. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop, and waits until it has. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the hub did not stop");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
