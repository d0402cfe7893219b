package io.fieldloop.hub;

/**
 * Where a broker listens that the hub does not bring along.
 *
 * @param host as its certificate has it
 * @param port MQTT over TLS
 */
public record BrokerPlace(String host, int port) {
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if it is not written so
     */
    public static BrokerPlace of(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= HIGHEST_PORT) {
                return new BrokerPlace(text.substring(0, colon), port);
            }
        } catch (NumberFormatException _) {
            // told below, together with what is expected
        }
        throw new IllegalArgumentException("'%s' is no broker; give one such as broker.example:8883".formatted(text));
    }
}
