package io.fieldloop.agent.source;

import io.fieldloop.agent.link.LinkSettings.Broker;

/**
 * Images that programs publish to a broker on or near the device.
 *
 * @param broker where it is
 * @param topic may hold wildcards
 * @param maxImageBytes the largest image
 */
public record TopicSettings(Broker broker, String topic, int maxImageBytes) implements SourceSettings {
    @Override
    public String origin() {
        return "%s at %s".formatted(topic, broker);
    }
}
