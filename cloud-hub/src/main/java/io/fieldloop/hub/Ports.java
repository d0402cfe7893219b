package io.fieldloop.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of a hub, each of them free a moment ago.
 *
 * @param http for people and their programs
 * @param device for devices, HTTPS
 * @param mqtt for devices, MQTT over TLS
 * @param database of the PostgreSQL
 */
record Ports(int http, int device, int mqtt, int database) {
    /**
     * Finds the free ports that the options leave open and checks those that they name.
     *
     * @throws PortInUseException naming the option whose port is taken
     */
    static Ports of(HubOptions options) throws PortInUseException {
        try (Found found = new Found()) {
            return new Ports(
                    found.free("--http-port", options.host(), options.httpPort()),
                    found.free("--device-port", options.host(), options.devicePort()),
                    found.free("--mqtt-port", options.host(), options.mqttPort()),
                    found.free("--database-port", "127.0.0.1", options.databasePort()));
        }
    }

    /** Holds all ports until the last one is found, so that none is found twice. */
    private static final class Found implements AutoCloseable {
        private final List<ServerSocket> held = new ArrayList<>();

        int free(String option, String host, int port) throws PortInUseException {
            try {
                var socket = new ServerSocket();
                held.add(socket);
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new PortInUseException(option, host, port, e);
            }
        }

        @Override
        public void close() {
            for (ServerSocket socket : held) {
                try {
                    socket.close();
                } catch (IOException _) {
                    // it was never connected to anything
                }
            }
        }
    }

    /** The hub cannot listen where it was told to. */
    static final class PortInUseException extends Exception {
        private static final long serialVersionUID = 1L;

        PortInUseException(String option, String host, int port, IOException cause) {
            super(
                    "cannot listen on %s:%d (%s); choose another port with %s"
                            .formatted(host, port, cause.getMessage(), option),
                    cause);
        }
    }
}
