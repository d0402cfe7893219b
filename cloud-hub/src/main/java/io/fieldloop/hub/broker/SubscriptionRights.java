package io.fieldloop.hub.broker;

import io.fieldloop.hub.security.CertificateSubject;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.security.cert.X509Certificate;
import java.util.List;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps devices from shared subscriptions. Artemis asks {@link TopicRights} whether one may consume, but when the answer is
 * no it removes the shared queue itself, and with it what the hub hears by. So a device that asks is disconnected before.
 *
 * <p>Artemis makes it by its name.
 */
public final class SubscriptionRights implements MQTTInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionRights.class);
    private static final String SHARED = "$share/";

    @Override
    public boolean intercept(MqttMessage packet, RemotingConnection connection) {
        boolean isAllowed =
                filters(packet).stream().noneMatch(filter -> filter.startsWith(SHARED)) || isHub(connection);
        if (!isAllowed) {
            LOG.warn("shared subscription refused client={}", connection.getClientID());
        }
        return isAllowed;
    }

    private static List<String> filters(MqttMessage packet) {
        return switch (packet) {
            case MqttSubscribeMessage subscribe ->
                subscribe.payload().topicSubscriptions().stream()
                        .map(subscription -> subscription.topicFilter())
                        .toList();
            case MqttUnsubscribeMessage unsubscribe -> unsubscribe.payload().topics();
            default -> List.of();
        };
    }

    private static boolean isHub(RemotingConnection connection) {
        X509Certificate[] chain = CertificateUtil.getCertsFromConnection(connection);
        return chain != null
                && chain.length > 0
                && CertificateSubject.of(chain[0]).unit().equals(CertificateSubject.HUB);
    }
}
