package io.fieldloop.protocol.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.topic.UpTopic.Channel;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    private static final DeviceId CAMERA = new DeviceId("cam-1");
    private static final StreamName LINE = new StreamName("line");

    @Test
    void parse_everyBuiltUpTopic_givesItsParts() {
        assertParsed(Topics.hello(CAMERA), Channel.HELLO);
        assertParsed(Topics.state(CAMERA), Channel.STATE);
        assertParsed(Topics.vitals(CAMERA), Channel.VITALS);
        assertParsed(Topics.deployment(CAMERA), Channel.DEPLOYMENT);
        assertParsed(Topics.ledger(CAMERA), Channel.LEDGER);
        assertThat(UpTopic.parse(Topics.samples(CAMERA, LINE)))
                .contains(new UpTopic(CAMERA, Channel.SAMPLES, Optional.of(LINE)));
    }

    @Test
    void everyDevice_coversTheTopicsOfItsChannel() {
        assertThat(Topics.everyDevice(Channel.STATE)).isEqualTo("fieldloop/v1/d/+/state");
        assertThat(Topics.everyDevice(Channel.SAMPLES)).isEqualTo("fieldloop/v1/d/+/samples/+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fieldloop/v1/d/",
                "fieldloop/v1/d/cam-1",
                "fieldloop/v1/d/cam-1/",
                "fieldloop/v1/d/cam-1/hello/x",
                "fieldloop/v1/d/cam-1/samples",
                "fieldloop/v1/d/cam-1/samples/",
                "fieldloop/v1/d/cam-1/samples/a/b",
                "fieldloop/v1/d/Cam/hello",
                "fieldloop/v1/d/+/hello",
                "fieldloop/v1/d/-cam/hello",
                "fieldloop/v1/d/cam-1/desired",
                "fieldloop/v1/d/cam-1/receipts",
                "fieldloop/v1/d/cam-1/HELLO",
                "fieldloop/v2/d/cam-1/hello",
                "other/v1/d/cam-1/hello"
            })
    void parse_anythingElse_isEmpty(String topic) {
        assertThat(UpTopic.parse(topic)).isEmpty();
    }

    private static void assertParsed(String topic, Channel channel) {
        assertThat(UpTopic.parse(topic)).contains(new UpTopic(CAMERA, channel, Optional.empty()));
    }
}
