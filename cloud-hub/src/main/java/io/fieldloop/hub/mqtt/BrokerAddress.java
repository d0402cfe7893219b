package io.fieldloop.hub.mqtt;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * Where the broker is, and as whom this process speaks to it.
 *
 * @param host its name or address, as its certificate has it
 * @param port MQTT over TLS
 * @param process what the client ids of this process begin with, before a dot; no other process may have it
 */
@ConfigurationProperties("fieldloop.broker")
public record BrokerAddress(String host, int port, String process) {
    /** The client id of a part of this process. */
    public String clientId(String part) {
        return process + "." + part;
    }
}
