package io.fieldloop.agent.sink;

import io.fieldloop.agent.link.LinkSettings.Broker;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/** Where predictions go. */
public sealed interface SinkSettings {
    /** Where it leads, for people, without anything that may be secret. */
    String destination();

    /**
     * Lines of JSON.
     *
     * @param path of the file; the one before it has the same name and {@code .1}
     * @param maxBytes of both together
     */
    record LineFileSettings(Path path, long maxBytes) implements SinkSettings {
        @Override
        public String destination() {
            return path.toString();
        }
    }

    /**
     * A POST for each prediction.
     *
     * @param address where to
     */
    record WebhookSettings(URI address) implements SinkSettings {
        private static final Set<String> SCHEMES = Set.of("http", "https");

        /**
         * Checks the address.
         *
         * @throws IllegalArgumentException if it is not one of HTTP
         */
        public WebhookSettings {
            if (address.getHost() == null || !SCHEMES.contains(address.getScheme()) || address.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "a webhook is http://HOST… or https://HOST… without a user, such as http://127.0.0.1:1880/predictions");
            }
        }

        /** The machine alone: the rest may hold a key. */
        @Override
        public String destination() {
            return address.getScheme() + "://" + address.getAuthority();
        }
    }

    /**
     * A message for each prediction.
     *
     * @param broker on or near the device
     * @param topic that the messages are published to
     */
    record TopicSettings(Broker broker, String topic) implements SinkSettings {
        @Override
        public String destination() {
            return "%s at %s".formatted(topic, broker);
        }
    }
}
