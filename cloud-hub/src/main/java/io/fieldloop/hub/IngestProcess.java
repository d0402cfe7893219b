package io.fieldloop.hub;

import io.fieldloop.hub.channel.MqttDeviceChannel;
import io.fieldloop.hub.database.DatabaseAddress;
import io.fieldloop.hub.disk.DataFolder;
import io.fieldloop.hub.disk.DataFolder.FolderInUseException;
import io.fieldloop.hub.ingest.Ingest;
import io.fieldloop.hub.security.IssuedKeys;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running helper of a hub: it takes in samples that devices send, from the hub's broker into the hub's database, and
 * gives receipts. It can be killed at any time; what it had not stored comes again to the others.
 */
final class IngestProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestProcess.class);

    private final DataFolder data;
    private final ApplicationContext context;

    private IngestProcess(DataFolder data, ApplicationContext context) {
        this.data = data;
        this.context = context;
    }

    /**
     * Where it works.
     *
     * @param name that no other process of the hub has
     * @param data a folder of its own
     * @param keys as the hub issued them for {@code name.ingest} and {@code name.channel}
     */
    record Options(String name, Path data, Path keys, BrokerPlace broker, DatabaseAddress database) {
        private Map<String, Object> properties() {
            Map<String, Object> properties = new HashMap<>(database.properties());
            properties.put("fieldloop.broker.host", broker.host());
            properties.put("fieldloop.broker.port", broker.port());
            properties.put("fieldloop.broker.process", name);
            properties.put("fieldloop.broker.external", true);
            properties.put("fieldloop.ingest.samples-only", true);
            return properties;
        }
    }

    /**
     * Starts one, and returns when it takes in.
     *
     * @throws FolderInUseException if another process uses its folder
     * @throws IOException if it has no keys, or does not reach the broker
     */
    static IngestProcess start(Options options) throws FolderInUseException, IOException, InterruptedException {
        IssuedKeys keys = IssuedKeys.open(options.keys());
        DataFolder data = DataFolder.open(options.data());
        ApplicationContext context = ApplicationContext.builder("ingest")
                .deduceEnvironment(false)
                .singletons(data, keys)
                .properties(options.properties())
                .banner(false)
                .build();
        var process = new IngestProcess(data, context);
        try {
            context.start();
            context.getBean(MqttDeviceChannel.class).start();
            context.getBean(Ingest.class).start();
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
        LOG.info("ingest process started name={}", options.name());
        return process;
    }

    @Override
    public void close() throws IOException {
        context.close();
        data.close();
    }
}
