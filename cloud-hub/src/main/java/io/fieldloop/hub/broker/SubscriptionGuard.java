package io.fieldloop.hub.broker;

import io.fieldloop.hub.broker.Client.Device;
import io.fieldloop.hub.broker.Client.HubPart;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.List;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends connections of devices that reach for what is not theirs to hear, before Artemis looks at it: Artemis would refuse a
 * device that asks for the hub's shared subscription, but take the subscription itself down while it cleans up.
 *
 * <p>Public only because Artemis makes it by its name.
 */
public final class SubscriptionGuard implements MQTTInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionGuard.class);

    /** For Artemis. */
    public SubscriptionGuard() {}

    /** False ends the connection. */
    @Override
    public boolean intercept(MqttMessage packet, RemotingConnection connection) {
        List<String> filters = switch (packet) {
            case MqttSubscribeMessage subscribe ->
                subscribe.payload().topicSubscriptions().stream()
                        .map(MqttTopicSubscription::topicFilter)
                        .toList();
            case MqttUnsubscribeMessage unsubscribe -> unsubscribe.payload().topics();
            default -> List.of();
        };
        return filters.isEmpty() || mayHear(connection.getSubject(), filters);
    }

    private static boolean mayHear(@Nullable Subject subject, List<String> filters) {
        if (subject == null) {
            return false;
        }
        Client client = subject.getPrincipals(Client.class).iterator().next();
        boolean allowed = switch (client) {
            case HubPart _ -> true;
            case Device device -> filters.stream().allMatch(device::mayHear);
        };
        if (!allowed) {
            LOG.warn("connection ended, it reached for what is not its own client={} filters={}", client.id(), filters);
        }
        return allowed;
    }
}
