package io.fieldloop.agent.link;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * How to connect to a broker.
 *
 * @param broker where it is
 * @param clientId as which client; for a device its id
 * @param security the certificate to show and those to trust, asked for by each connection; without it there is no TLS
 * @param keepAlive after how long of silence a sign of life is sent
 * @param hearing what to hear
 * @param lastWill what the broker says, retained, when this client vanishes
 */
public record LinkSettings(
        Broker broker,
        String clientId,
        Optional<? extends Supplier<SSLContext>> security,
        Duration keepAlive,
        Hearing hearing,
        Optional<LastWill> lastWill) {
    /**
     * What a client hears.
     *
     * @param topics filters; none for one that only speaks, and that the broker forgets when it is gone
     * @param maxMessageBytes the broker drops a larger message for this client, topic included
     * @param atATime how many messages the broker sends before the first of them is acknowledged, up to {@link #UNLIMITED}
     */
    public record Hearing(List<String> topics, long maxMessageBytes, int atATime) {
        /** As many messages at a time as the protocol can count. */
        public static final int UNLIMITED = 65_535;

        /** Nothing. */
        public static final Hearing NOTHING = new Hearing(List.of(), 2L * Wire.MAX_MESSAGE_BYTES, UNLIMITED);

        /** Takes a copy of the topics. */
        public Hearing {
            topics = List.copyOf(topics);
        }

        /** Messages of the protocol between hub and device. */
        public static Hearing of(List<String> topics) {
            return new Hearing(topics, 2L * Wire.MAX_MESSAGE_BYTES, UNLIMITED);
        }
    }

    /**
     * Where a broker listens.
     *
     * @param host as its certificate names it, if it has one
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
