package io.fieldloop.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.channel.DeviceChannel;
import io.fieldloop.hub.disk.DataFolder.FolderInUseException;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubApplicationTest {
    private static final StreamName LINE = new StreamName("line");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit gives it
    private Path data;

    @Test
    void help_isShown() {
        String shown =
                standardOutput(() -> assertThat(HubApplication.run("--help")).isZero());

        assertThat(shown)
                .contains("--data", "--host", "--http-port", "--device-port", "--mqtt-port", "--database-port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http-port", "--device-port", "--mqtt-port", "--database-port"})
    void portInUse_isNamedWithItsOption(String option) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            List<String> options = new ArrayList<>(List.of("--data", data.toString()));
            for (String other : List.of("--http-port", "--device-port", "--mqtt-port", "--database-port")) {
                options.addAll(List.of(other, other.equals(option) ? port : "0"));
            }

            String complaint = standardError(() -> assertThat(HubApplication.run(options.toArray(String[]::new)))
                    .isEqualTo(2));

            assertThat(complaint).contains(option).contains("127.0.0.1:" + port);
        }
    }

    @Test
    void optionsThatCannotBe_areRefused() {
        assertThat(standardError(() ->
                        assertThat(HubApplication.run("--http-port", "70000")).isEqualTo(2)))
                .contains("65535");
        assertThat(standardError(
                        () -> assertThat(HubApplication.run("--port", "80")).isEqualTo(2)))
                .contains("--port");
    }

    private static String standardOutput(Runnable action) {
        PrintStream before = System.out;
        var caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        return caught.toString(StandardCharsets.UTF_8);
    }

    private static String standardError(Runnable action) {
        PrintStream before = System.err;
        var caught = new ByteArrayOutputStream();
        System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return caught.toString(StandardCharsets.UTF_8);
    }

    @Test
    void hub_startedAgainOnItsData_hasWhatItHad() throws Exception {
        String name = TestHub.name("camera");
        String token;
        TestDevice device;
        try (TestHub hub = TestHub.start(data)) {
            assertThatThrownBy(() -> Hub.start(HubOptions.anywhere(data))).isInstanceOf(FolderInUseException.class);
            token = Files.readString(data.resolve("admin-token")).strip();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin-token"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("pki/authority.pem"))))
                    .isEqualTo("rw-------");
            device = TestDevice.enrolled(hub, name).connect();
            device.say(Topics.samples(device.id(), LINE), TestSampleBatches.of(1, LINE, 1, 10));
            device.hearReceipts();
            hub.part(DeviceChannel.class).desired(device.id(), new DesiredState(7, List.of()));
            assertThat(device.hear()).isEqualTo(new DesiredState(7, List.of()));
        }
        try (TestHub hub = TestHub.start(data)) {
            assertThat(hub.send(hub.as(token, "/api/v1/session")).statusCode()).isEqualTo(200);
            Json shown = hub.json(hub.get("/api/v1/devices/" + name));
            assertThat(shown.number("ledger/stored")).isEqualTo(10);
            try (TestDevice back = device.movedTo(hub).connect()) {
                assertThat(back.hear()).as("retained by the broker").isEqualTo(new DesiredState(7, List.of()));
                back.say(Topics.samples(back.id(), LINE), TestSampleBatches.of(1, LINE, 11, 1));
                assertThat(back.hearReceipts().ranges()).containsExactly(new SequenceRange(11, 11));
            }
        }
    }

    @Test
    void hub_killedWhileItTakesIn_losesNothingAndStoresNothingTwice() throws Exception {
        int samples = 300;
        var ports = HubProcess.Ports.free();
        TestHub hub = TestHub.elsewhere(ports.http(), ports.device(), ports.mqtt(), data);
        Set<Long> receipted = new HashSet<>();
        HubProcess first = HubProcess.start(data, ports);
        assertThat(first.said()).anyMatch(l -> l.startsWith("ADMIN TOKEN "));
        TestDevice device = TestDevice.enrolled(hub, TestHub.name("camera")).connect();
        var sending = new FutureTask<>(() -> sendAll(device, samples, Set.of()));
        Thread.ofVirtual().start(sending);
        receive(device, receipted);
        first.kill();
        assertThat(sending.get()).as("it was killed in the middle").isLessThan(samples);
        Set<Long> safe = Set.copyOf(receipted);

        try (HubProcess second = HubProcess.start(data, ports)) {
            assertThat(second.said()).noneMatch(l -> l.startsWith("ADMIN TOKEN "));
            assertThat(hub.json(hub.get("/api/v1/overview")).number("samples/stored"))
                    .as("what had a receipt is there")
                    .isGreaterThanOrEqualTo(safe.size());
            device.connect();
            Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
            while (receipted.size() < samples && Instant.now().isBefore(deadline)) {
                sendAll(device, samples, receipted);
                while (device.hasHeard()) {
                    receive(device, receipted);
                }
            }
            assertThat(receipted).hasSize(samples);
            assertThat(hub.json(hub.get("/api/v1/devices/" + device.id())).number("ledger/stored"))
                    .isEqualTo(samples);
            assertThat(hub.json(hub.get("/api/v1/overview")).number("samples/stored"))
                    .isEqualTo(samples);
            device.close();
        }
    }

    /** Sends what has no receipt, until the connection ends; gives how far it came. */
    private static long sendAll(TestDevice device, int samples, Set<Long> receipted) throws Exception {
        for (long sequence = 1; sequence <= samples; sequence++) {
            if (!receipted.contains(sequence)) {
                try {
                    device.say(Topics.samples(device.id(), LINE), TestSampleBatches.of(1, LINE, sequence, 1));
                } catch (MqttException _) {
                    return sequence - 1;
                }
            }
        }
        return samples;
    }

    private static void receive(TestDevice device, Set<Long> receipted) throws InterruptedException {
        for (SequenceRange range : device.hearReceipts().ranges()) {
            for (long sequence = range.first(); sequence <= range.last(); sequence++) {
                receipted.add(sequence);
            }
        }
    }
}
