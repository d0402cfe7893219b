package io.fieldloop.hub;

import io.fieldloop.hub.Ports.PortInUseException;
import io.fieldloop.hub.broker.Broker;
import io.fieldloop.hub.channel.MqttDeviceChannel;
import io.fieldloop.hub.database.DatabaseAddress;
import io.fieldloop.hub.database.PostgresServer;
import io.fieldloop.hub.devices.DeviceReports;
import io.fieldloop.hub.disk.DataFolder;
import io.fieldloop.hub.disk.DataFolder.FolderInUseException;
import io.fieldloop.hub.ingest.Ingest;
import io.fieldloop.hub.security.AdminToken;
import io.fieldloop.hub.security.HubKeys;
import io.fieldloop.hub.security.Secret;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running hub. It starts in this order, each part needing the ones before, and stops in the opposite one:
 *
 * <pre>
 *   data folder → keys → PostgreSQL → migrations → admin token → HTTP
 *               → broker → channel to devices → ingest
 * </pre>
 *
 * <p>PostgreSQL and the broker may be others than its own, and run elsewhere.
 */
public final class Hub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private final HubOptions options;
    private final Ports ports;
    private final ApplicationContext context;
    private final Deque<AutoCloseable> started;
    private final @Nullable Secret newAdminToken;

    private Hub(
            HubOptions options,
            Ports ports,
            ApplicationContext context,
            Deque<AutoCloseable> started,
            @Nullable Secret newAdminToken) {
        this.options = options;
        this.ports = ports;
        this.context = context;
        this.started = started;
        this.newAdminToken = newAdminToken;
    }

    /**
     * Starts a hub and returns when all of it is up.
     *
     * @throws FolderInUseException if another hub uses the data folder
     * @throws PortInUseException if it cannot listen where it was told to
     * @throws IOException if a part does not start; what had started is stopped again
     */
    public static Hub start(HubOptions options)
            throws FolderInUseException, PortInUseException, IOException, InterruptedException {
        Deque<AutoCloseable> started = new ArrayDeque<>();
        try {
            return start(options, started);
        } catch (FolderInUseException | PortInUseException | IOException | InterruptedException | RuntimeException e) {
            stop(started);
            throw e;
        }
    }

    private static Hub start(HubOptions options, Deque<AutoCloseable> started)
            throws FolderInUseException, PortInUseException, IOException, InterruptedException {
        DataFolder data = DataFolder.open(options.data());
        started.push(data);
        Ports ports = Ports.of(options);
        HubKeys keys = HubKeys.open(data.folder("pki"), options.host(), InstantSource.system());
        DatabaseAddress database = database(options, data, ports, started);
        ApplicationContext context = ApplicationContext.builder()
                .singletons(data, keys)
                .properties(properties(options, ports, keys, database))
                .banner(false)
                .build();
        started.push(context);
        context.start();
        if (options.broker().isEmpty()) {
            context.getBean(DeviceReports.class).nobodyIsOnline();
        }
        Secret newAdminToken = context.getBean(AdminToken.class).ensure().orElse(null);
        context.getBean(EmbeddedServer.class).start();
        startMessaging(context, options, ports, started);
        Hub hub = new Hub(options, ports, context, started, newAdminToken);
        LOG.info("hub started version={} people={} devices={}", HubVersion.text(), hub.url(), hub.deviceUrl());
        return hub;
    }

    private static DatabaseAddress database(
            HubOptions options, DataFolder data, Ports ports, Deque<AutoCloseable> started)
            throws IOException, InterruptedException {
        if (options.database().isPresent()) {
            return options.database().get();
        }
        PostgresServer postgres = PostgresServer.start(data.root().resolve("postgres"), ports.database());
        started.push(postgres);
        return postgres.address();
    }

    private static void startMessaging(
            ApplicationContext context, HubOptions options, Ports ports, Deque<AutoCloseable> started)
            throws IOException, InterruptedException {
        if (options.broker().isEmpty()) {
            Broker broker = context.getBean(Broker.class);
            started.push(broker);
            broker.start(options.host(), ports.mqtt());
        }
        MqttDeviceChannel channel = context.getBean(MqttDeviceChannel.class);
        started.push(channel);
        channel.start();
        Ingest ingest = context.getBean(Ingest.class);
        started.push(ingest);
        ingest.start();
    }

    private static Map<String, Object> properties(
            HubOptions options, Ports ports, HubKeys keys, DatabaseAddress database) {
        Map<String, Object> properties = new HashMap<>(database.properties());
        properties.put("micronaut.server.netty.listeners.people.host", options.host());
        properties.put("micronaut.server.netty.listeners.people.port", ports.http());
        properties.put("micronaut.server.netty.listeners.devices.host", options.host());
        properties.put("micronaut.server.netty.listeners.devices.port", ports.device());
        properties.put("micronaut.server.netty.listeners.devices.ssl", true);
        properties.put("micronaut.server.ssl.key-store.path", "file:" + keys.serverStore());
        properties.put("micronaut.server.ssl.key-store.password", keys.storePassword());
        properties.put("micronaut.server.ssl.trust-store.path", "file:" + keys.trustStore());
        properties.put("micronaut.server.ssl.trust-store.password", keys.storePassword());
        properties.put("fieldloop.hub.version", HubVersion.text());
        properties.put("fieldloop.hub.host", options.host());
        properties.put("fieldloop.hub.device-port", ports.device());
        BrokerPlace broker = options.broker().orElseGet(() -> new BrokerPlace(options.host(), ports.mqtt()));
        properties.put("fieldloop.broker.host", broker.host());
        properties.put("fieldloop.broker.port", broker.port());
        properties.put("fieldloop.broker.process", "hub");
        if (options.broker().isPresent()) {
            properties.put("fieldloop.broker.external", true);
        }
        return properties;
    }

    /** Where people find it. */
    public URI url() {
        return URI.create("http://" + options.authority(ports.http()));
    }

    /** Where devices find it. */
    public URI deviceUrl() {
        return URI.create("https://" + options.authority(ports.device()));
    }

    /** Where devices speak MQTT over TLS. */
    public int mqttPort() {
        return options.broker().map(BrokerPlace::port).orElse(ports.mqtt());
    }

    /** The token of the first admin, if this start made it. */
    public Optional<Secret> newAdminToken() {
        return Optional.ofNullable(newAdminToken);
    }

    /** The part of this type, such as the front door of a feature. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** Stops every part, the last started first. */
    @Override
    public void close() {
        stop(started);
    }

    private static void stop(Deque<AutoCloseable> started) {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) { // the outermost frame of stopping: the other parts must be stopped too
                LOG.error("could not stop {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
