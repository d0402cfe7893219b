package io.fieldloop.agent.link;

import io.fieldloop.protocol.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How to connect to a broker.
 *
 * @param broker where it is
 * @param clientId as which client; for a device its id
 * @param security the certificate to show and those to trust
 * @param keepAlive after how long of silence a sign of life is sent
 * @param subscriptions the topic filters to hear
 * @param lastWill what the broker says, retained, when this client vanishes
 */
public record LinkSettings(
        Broker broker,
        String clientId,
        SSLContext security,
        Duration keepAlive,
        List<String> subscriptions,
        Optional<LastWill> lastWill) {
    /** Takes a copy of the subscriptions. */
    public LinkSettings {
        subscriptions = List.copyOf(subscriptions);
    }

    /**
     * Where a broker listens with TLS.
     *
     * @param host as its certificate names it
     */
    public record Broker(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** A message for the time after the client. */
    public record LastWill(String topic, Bytes payload) {}
}
