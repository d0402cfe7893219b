package io.fieldloop.agent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.link.LinkSettings.Broker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.jspecify.annotations.Nullable;

/**
 * A real broker with a journal on the disk, which can be stopped and started again on the same ports: one with mutual TLS, as a
 * hub has it, and one without, as a broker beside a device has it.
 */
public final class TestBroker implements LocalBroker {
    private final Path folder;
    private final TestAuthority authority;
    private final int port;
    private final int localPort;
    private final String options;
    private @Nullable EmbeddedActiveMQ broker;

    /** Prepares a broker. */
    public TestBroker(Path folder, TestAuthority authority, String options) throws IOException {
        this.folder = folder;
        this.authority = authority;
        this.port = freePort();
        this.localPort = freePort();
        this.options = options;
        authority.writeKeyStore("localhost", folder.resolve("broker.p12"));
        authority.writeTrustStore(folder.resolve("trust.p12"));
    }

    /** A broker that runs. */
    public static TestBroker started(Path folder, TestAuthority authority) throws Exception {
        var broker = new TestBroker(folder, authority, "");
        broker.start();
        return broker;
    }

    public TestAuthority authority() {
        return authority;
    }

    public int port() {
        return port;
    }

    @Override
    public Broker local() {
        return new Broker("127.0.0.1", localPort);
    }

    @Override
    public void start() throws Exception {
        var configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setName("broker")
                .setJournalDirectory(path("journal"))
                .setBindingsDirectory(path("bindings"))
                .setPagingDirectory(path("paging"))
                .setLargeMessagesDirectory(path("large"))
                .addAcceptorConfiguration("mqtts", "tcp://127.0.0.1:%d?%s%s".formatted(port, acceptor(), options))
                .addAcceptorConfiguration(
                        "mqtt", "tcp://127.0.0.1:%d?protocols=MQTT;useEpoll=false".formatted(localPort));
        configuration.addAddressSetting(
                "#", new AddressSettings().setAutoCreateAddresses(true).setAutoCreateQueues(true));
        var started = new EmbeddedActiveMQ().setConfiguration(configuration);
        started.start();
        assertThat(started.getActiveMQServer().isActive()).as("the broker runs").isTrue();
        broker = started;
    }

    @Override
    public void stop() throws Exception {
        EmbeddedActiveMQ running = broker;
        broker = null;
        if (running != null) {
            running.stop();
        }
    }

    /** Drops every connection at once, as a network may. */
    public void dropConnections() {
        EmbeddedActiveMQ running = broker;
        if (running != null) {
            running.getActiveMQServer()
                    .getRemotingService()
                    .getConnections()
                    .forEach(connection -> connection.getTransportConnection().forceClose());
        }
    }

    private String acceptor() {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "protocols", "MQTT",
                "useEpoll", "false",
                "sslEnabled", "true",
                "needClientAuth", "true",
                "keyStorePath", path("broker.p12"),
                "keyStorePassword", TestAuthority.PASSWORD,
                "keyStoreType", "PKCS12",
                "trustStorePath", path("trust.p12"),
                "trustStorePassword", TestAuthority.PASSWORD,
                "trustStoreType", "PKCS12"));
        return settings.entrySet().stream().map(Object::toString).collect(Collectors.joining(";"));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
