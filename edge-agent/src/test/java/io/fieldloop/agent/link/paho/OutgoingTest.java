package io.fieldloop.agent.link.paho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link.Acknowledgement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.paho.mqttv5.client.MqttToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutgoingTest {
    private final List<String> ends = new ArrayList<>();

    /** Paho gives -1 for the largest value and null for none. */
    @ParameterizedTest
    @CsvSource({", 98", "-1, 98", "0, 98", "65535, 98", "1000, 98", "100, 98", "99, 97", "10, 8", "2, 1", "1, 1"})
    void window_isBelowTheReceiveMaximumOfTheBroker(Integer receiveMaximum, int window) {
        assertThat(Outgoing.window(receiveMaximum)).isEqualTo(window);
    }

    @Test
    void begin_beyondTheWindow_isRefused_untilOneIsSettled() {
        var outgoing = new Outgoing(2);
        var first = outgoing.begin(noting("first"));
        outgoing.begin(noting("second"));

        assertThat(outgoing.begin(noting("third"))).isNull();
        assertThat(outgoing.room()).isZero();

        assertThat(first).isNotNull();
        first.onSuccess(new MqttToken("test"));
        assertThat(ends).containsExactly("first taken");
        assertThat(outgoing.room()).isEqualTo(1);
    }

    @Test
    void message_isSettledOnce_whateverIsReported() {
        var outgoing = new Outgoing(2);
        var message = outgoing.begin(noting("it"));
        assertThat(message).isNotNull();

        message.onFailure(new MqttToken("test"), new IllegalStateException("lost"));
        message.onSuccess(new MqttToken("test"));
        outgoing.end();

        assertThat(ends).containsExactly("it failed: IllegalStateException: lost");
    }

    @Test
    void end_failsWhatWaits_andLetsNothingBegin() {
        var outgoing = new Outgoing(2);
        outgoing.begin(noting("it"));

        outgoing.end();

        assertThat(ends).containsExactly("it failed: the connection was lost");
        assertThat(outgoing.room()).isZero();
        assertThat(outgoing.begin(noting("later"))).isNull();
    }

    @Test
    void drain_waitsForEverything() throws Exception {
        var outgoing = new Outgoing(2);
        var message = outgoing.begin(noting("it"));
        assertThat(message).isNotNull();
        assertThat(outgoing.drain(1)).isFalse();

        message.onSuccess(new MqttToken("test"));

        assertThat(outgoing.drain(1)).isTrue();
        assertThat(outgoing.room()).isEqualTo(2);
    }

    @Test
    void backoff_doublesUpToTheLongest_lessARandomHalf_andBeginsAnewAfterAReset() {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350), new Random(5));

        for (long expected : List.of(100L, 200L, 350L, 350L)) {
            assertThat((double) backoff.pause().toMillis()).isCloseTo(expected * 0.75, within(expected * 0.26));
        }
        backoff.reset();
        assertThat(backoff.pause()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    private Acknowledgement noting(String name) {
        return new Acknowledgement() {
            @Override
            public void taken() {
                ends.add(name + " taken");
            }

            @Override
            public void failed(String why) {
                ends.add(name + " failed: " + why);
            }
        };
    }
}
