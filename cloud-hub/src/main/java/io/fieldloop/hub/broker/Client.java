package io.fieldloop.hub.broker;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.topic.Topics;
import java.security.Principal;

/** Who is connected to the broker, by certificate. */
sealed interface Client extends Principal {
    /** The only client id that it may use. */
    String id();

    @Override
    default String getName() {
        return id();
    }

    /** A device. */
    record Device(DeviceId device) implements Client {
        @Override
        public String id() {
            return device.value();
        }

        /** Whether the hub speaks to this device on a topic. */
        boolean mayHear(String topic) {
            return topic.equals(Topics.receipts(device)) || topic.equals(Topics.desired(device));
        }
    }

    /** A part of the hub. */
    record HubPart(String id) implements Client {}
}
