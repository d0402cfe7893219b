package io.fieldloop.hub.mqtt;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * Where the broker is.
 *
 * @param host its name or address, as its certificate has it
 * @param port MQTT over TLS
 */
@ConfigurationProperties("fieldloop.broker")
public record BrokerAddress(String host, int port) {
    String url() {
        return "ssl://%s:%d".formatted(host, port);
    }
}
