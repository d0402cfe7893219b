package io.fieldloop.hub;

import io.fieldloop.hub.Ports.PortInUseException;
import io.fieldloop.hub.database.PostgresServer;
import io.fieldloop.hub.disk.DataFolder;
import io.fieldloop.hub.disk.DataFolder.FolderInUseException;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running hub. It starts in this order, each part needing the ones before, and stops in the opposite one:
 *
 * <pre>
 *   data folder → PostgreSQL → migrations → HTTP
 * </pre>
 */
public final class Hub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private final HubOptions options;
    private final Ports ports;
    private final ApplicationContext context;
    private final Deque<AutoCloseable> started;

    private Hub(HubOptions options, Ports ports, ApplicationContext context, Deque<AutoCloseable> started) {
        this.options = options;
        this.ports = ports;
        this.context = context;
        this.started = started;
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
        PostgresServer postgres = PostgresServer.start(data.root().resolve("postgres"), ports.database());
        started.push(postgres);
        ApplicationContext context = ApplicationContext.builder()
                .singletons(data)
                .properties(properties(options, ports, postgres))
                .banner(false)
                .build();
        started.push(context);
        context.start();
        context.getBean(EmbeddedServer.class).start();
        return new Hub(options, ports, context, started);
    }

    private static Map<String, Object> properties(HubOptions options, Ports ports, PostgresServer postgres) {
        return Map.of(
                "micronaut.server.netty.listeners.people.host", options.host(),
                "micronaut.server.netty.listeners.people.port", ports.http(),
                "datasources.default.url", postgres.url(),
                "datasources.default.username", postgres.user(),
                "datasources.default.password", postgres.password());
    }

    /** Where people find it. */
    public URI url() {
        return URI.create("http://%s:%d".formatted(options.host(), ports.http()));
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
