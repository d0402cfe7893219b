package io.fieldloop.hub.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.SubscribeBuilder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.List;

/** The packets that the hub sends, and what it reads in those that it gets (MQTT 5, sections 2.2.2 and 3). */
final class Packets {
    static final MqttMessage PING = new MqttMessage(header(MqttMessageType.PINGREQ, MqttQoS.AT_MOST_ONCE, false));
    static final MqttMessage BYE = new MqttMessage(header(MqttMessageType.DISCONNECT, MqttQoS.AT_MOST_ONCE, false));

    private static final int SESSION_SECONDS = 7 * 24 * 3_600;
    private static final int MOST_UNDER_WAY = 100;

    private Packets() {}

    private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos, boolean retained) {
        return new MqttFixedHeader(type, false, qos, retained, 0);
    }

    static MqttConnectMessage connect(String clientId, Subscription subscription, int keepAliveSeconds) {
        var properties = new MqttProperties();
        properties.add(
                new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, subscription.kept() ? SESSION_SECONDS : 0));
        properties.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, subscription.window()));
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(clientId)
                .cleanSession(!subscription.kept())
                .keepAlive(keepAliveSeconds)
                .properties(properties)
                .build();
    }

    static MqttSubscribeMessage subscribe(int id, List<String> filters) {
        SubscribeBuilder subscribe = MqttMessageBuilders.subscribe().messageId(id);
        filters.forEach(filter -> subscribe.addSubscription(MqttQoS.AT_LEAST_ONCE, filter));
        return subscribe.build();
    }

    static MqttPublishMessage publish(int id, Publication publication) {
        var properties = new MqttProperties();
        publication
                .expiry()
                .ifPresent(e -> properties.add(
                        new IntegerProperty(MqttProperties.PUBLICATION_EXPIRY_INTERVAL, (int) e.toSeconds())));
        return new MqttPublishMessage(
                header(MqttMessageType.PUBLISH, MqttQoS.AT_LEAST_ONCE, publication.retained()),
                new MqttPublishVariableHeader(publication.topic(), id, properties),
                Unpooled.wrappedBuffer(publication.payload()));
    }

    static MqttMessage acknowledgement(int id) {
        return MqttMessageBuilders.pubAck().packetId(id).build();
    }

    /** Why the broker ends a connection, as MQTT 5 numbers it (section 3.14.2.1). */
    static String reasonOf(MqttMessage disconnect) {
        return disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader told
                ? "0x%02x".formatted(told.reasonCode())
                : "none";
    }

    /** How many publications may be under way, by what the broker says to the one who connects. */
    static int receiveMaximum(MqttProperties ofAnswer) {
        return ofAnswer.getProperty(MqttProperties.RECEIVE_MAXIMUM) instanceof IntegerProperty offered
                ? Math.clamp(offered.value(), 1, MOST_UNDER_WAY)
                : MOST_UNDER_WAY;
    }
}
