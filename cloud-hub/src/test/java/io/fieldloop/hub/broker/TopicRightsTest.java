package io.fieldloop.hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestDevice.LastWill;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.Vitals;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.topic.UpTopic;
import io.fieldloop.protocol.wire.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class TopicRightsTest {
    private static final int NOT_AUTHORIZED = 135; // MQTT 5, section 2.4

    private final TestHub hub;
    private final String name;
    private final DeviceId other;

    TopicRightsTest(TestHub hub) {
        this.hub = hub;
        this.name = TestHub.name("camera");
        this.other = new DeviceId(TestHub.name("other"));
    }

    @BeforeEach
    void enrolOther() throws Exception {
        TestDevice.enrolled(hub, other.value()).close();
    }

    @Test
    void device_onItsOwnTopics_speaksAndHears() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name)) {
            device.connectAs(name);

            assertThat(device.subscribe(Topics.receipts(device.id()))).isEqualTo(1);
            assertThat(device.subscribe(Topics.desired(device.id()))).isEqualTo(1);
            assertThat(device.publish(Topics.vitals(device.id()), new byte[0])).isZero();
            assertThat(device.publish(Topics.samples(device.id(), new StreamName("line")), new byte[0]))
                    .isZero();
        }
    }

    @Test
    void device_thatListensToOthers_isRefused() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name)) {
            List<String> forbidden = List.of(
                    Topics.receipts(other),
                    Topics.desired(other),
                    Topics.vitals(device.id()),
                    "fieldloop/v1/d/+/receipts",
                    "fieldloop/#",
                    "#",
                    "$share/hub/fieldloop/v1/d/+/vitals",
                    "$SYS/#",
                    "elsewhere");
            for (String filter : forbidden) {
                device.connectAs(name);
                assertThatThrownBy(() -> {
                            int reason = device.subscribe(filter);
                            assertThat(reason).as(filter).isGreaterThanOrEqualTo(0x80);
                            throw new MqttException(reason);
                        })
                        .as(filter)
                        .isInstanceOf(MqttException.class);
                device.vanish();
            }
        }
    }

    @Test
    void device_thatReachesForTheHubsSubscription_doesNotTakeItDown() throws Exception {
        try (TestDevice hostile = TestDevice.enrolled(hub, name);
                TestDevice honest = TestDevice.enrolled(hub, TestHub.name("honest"))) {
            for (UpTopic.Channel channel : UpTopic.Channel.values()) {
                String filter = "$share/hub/" + Topics.everyDevice(channel);
                hostile.connectAs(name);
                assertThatThrownBy(() -> hostile.subscribe(filter)).isInstanceOf(MqttException.class);
                hostile.connectAs(name);
                assertThatThrownBy(() -> hostile.unsubscribe(filter)).isInstanceOf(MqttException.class);
            }

            honest.connect();
            honest.say(
                    Topics.vitals(honest.id()),
                    new Vitals(Instant.EPOCH, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of(), Optional.empty()));
            Await.until(
                    "the hub hears vitals",
                    () -> !hub.json(hub.get("/api/v1/devices/" + honest.id())).isNull("vitals"));
            StreamName line = new StreamName("line");
            honest.say(Topics.samples(honest.id(), line), TestSampleBatches.of(1, line, 1, 1));
            assertThat(honest.hearReceipts().stream()).isEqualTo(line);
        }
    }

    @Test
    void device_thatSpeaksAsAnother_isRefused() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name)) {
            for (String topic : List.of(
                    Topics.vitals(other),
                    Topics.samples(other, new StreamName("line")),
                    Topics.receipts(device.id()),
                    Topics.desired(device.id()),
                    "elsewhere")) {
                device.connectAs(name);
                assertThat(reasonOf(device, topic)).as(topic).isEqualTo(NOT_AUTHORIZED);
                device.vanish();
            }
        }
    }

    @Test
    void device_whoseLastWillSpeaksForAnother_isNotHeard() throws Exception {
        byte[] online = Wire.encode(new DeviceState(true, Instant.EPOCH, List.of()));
        try (TestDevice device = TestDevice.enrolled(hub, name)) {
            device.connectAs(name, new LastWill(Topics.state(other), online));
            device.vanish();

            device.connectAs(name, new LastWill(Topics.state(device.id()), online));
            device.vanish();
            Await.until("its own last will is heard", () -> state(device.id()).equals("online"));
        }
        assertThat(state(other)).isEqualTo("new");
    }

    private String state(DeviceId device) throws Exception {
        return hub.json(hub.get("/api/v1/devices/" + device)).text("state");
    }

    private static int reasonOf(TestDevice device, String topic) {
        try {
            return device.publish(topic, new byte[] {1});
        } catch (MqttException e) {
            return e.getReasonCode();
        }
    }

    @Test
    void device_withTheClientIdOfAnother_isRefused() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name)) {
            assertThatThrownBy(() -> device.connectAs(other.value())).isInstanceOf(MqttException.class);
            assertThatThrownBy(() -> device.connectAs("hub.ingest")).isInstanceOf(MqttException.class);

            device.connectAs(name);
            assertThat(device.isConnected()).isTrue();
        }
    }

    @Test
    void device_withoutCertificate_isRefused() throws Exception {
        try (TestDevice device = TestDevice.without(hub, name)) {
            assertThatThrownBy(() -> device.connectAs(name)).isInstanceOf(MqttException.class);
        }
    }

    @Test
    void device_withACertificateOfAnotherAuthority_isRefused() throws Exception {
        try (TestDevice device = TestDevice.foreign(hub, other.value())) {
            assertThatThrownBy(() -> device.connectAs(other.value())).isInstanceOf(MqttException.class);
        }
    }
}
