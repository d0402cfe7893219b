package io.fieldloop.hub;

import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.util.Queue;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Collects what the hub says to a device. */
final class HeardByDevice implements MqttCallback {
    private final Queue<HubMessage> heard;

    HeardByDevice(Queue<HubMessage> heard) {
        this.heard = heard;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws WireException {
        heard.add(Wire.decodeHubMessage(message.getPayload()));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException e) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String url) {}

    @Override
    public void authPacketArrived(int reason, MqttProperties properties) {}
}
