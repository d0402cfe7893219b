package io.fieldloop.hub.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.security.HubKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class MqttLinkTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int FEWEST_OF_A_STORM = 40;

    private final TestHub hub;
    private final Semaphore losses = new Semaphore(0);

    MqttLinkTest(TestHub hub) {
        this.hub = hub;
    }

    /** Two of one name, of which the broker lets in the newer and ends the older. */
    @Test
    void connectionsThatEndAtOnce_areMadeAnewLessAndLessOften() throws Exception {
        try (MqttLink one = link();
                MqttLink other = link()) {
            one.start(LIMIT);
            other.start(LIMIT);

            assertThat(losses.tryAcquire(FEWEST_OF_A_STORM, 5, TimeUnit.SECONDS))
                    .isFalse();
        }
    }

    private MqttLink link() {
        var subscription = new Subscription(
                List.of("fieldloop/v1/bench/+"), false, 1, InstantSource.system(), _ -> {}, losses::release);
        var broker = new BrokerAddress("localhost", hub.mqttPort(), "test");
        return new MqttLink("test.twice", broker, hub.part(HubKeys.class), subscription);
    }
}
