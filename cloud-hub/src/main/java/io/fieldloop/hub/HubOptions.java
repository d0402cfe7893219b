package io.fieldloop.hub;

import io.fieldloop.hub.database.DatabaseAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a hub keeps its data and where it listens. A port of 0 means any free one.
 *
 * @param data the folder of everything that it keeps
 * @param host the name or address on which it listens
 * @param httpPort for people and their programs
 * @param devicePort for devices, HTTPS
 * @param mqttPort for devices, MQTT over TLS
 * @param databasePort of the PostgreSQL that it starts, on the loopback interface
 * @param broker one to use in place of its own; devices must reach it under the hub's name
 * @param database one to use in place of its own
 */
public record HubOptions(
        Path data,
        String host,
        int httpPort,
        int devicePort,
        int mqttPort,
        int databasePort,
        Optional<BrokerPlace> broker,
        Optional<DatabaseAddress> database) {
    static final Path DEFAULT_DATA = Path.of(System.getProperty("user.home"), ".local", "share", "fieldloop", "hub");

    private static final int HIGHEST_PORT = 65_535;

    /**
     * Checks the ports.
     *
     * @throws IllegalArgumentException if one is none
     */
    public HubOptions {
        for (int port : new int[] {httpPort, devicePort, mqttPort, databasePort}) {
            if (port < 0 || port > HIGHEST_PORT) {
                throw new IllegalArgumentException("a port is 0 to %d, not %d".formatted(HIGHEST_PORT, port));
            }
        }
    }

    /** The host and a port as they stand in a URL. */
    String authority(int port) {
        return host.contains(":") ? "[%s]:%d".formatted(host, port) : "%s:%d".formatted(host, port);
    }

    /** Everything on the loopback interface and on free ports. */
    public static HubOptions anywhere(Path data) {
        return new HubOptions(data, "127.0.0.1", 0, 0, 0, 0, Optional.empty(), Optional.empty());
    }
}
