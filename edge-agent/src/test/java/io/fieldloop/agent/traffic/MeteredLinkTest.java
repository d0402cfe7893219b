package io.fieldloop.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.link.Link;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DayTraffic;
import io.fieldloop.protocol.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MeteredLinkTest {
    private static final DeviceId DEVICE = new DeviceId("camera");

    @TempDir
    Path folder;

    private final InMemoryLink sent = new InMemoryLink();
    private final List<String> failures = new ArrayList<>();
    private TrafficMeter meter;
    private Link link;

    @BeforeEach
    void open() throws IOException {
        var budgets = new TrafficBudgets(ZoneOffset.UTC, Map.of(TrafficClass.VITALS, 1L, TrafficClass.CONTROL, 1L));
        meter = TrafficMeter.open(folder.resolve("traffic"), budgets, () -> Instant.EPOCH);
        link = new MeteredLink(sent, meter);
    }

    @Test
    void messages_areCountedByClass_andOnlyVitalsAreHeldBack() throws Exception {
        String samples = Topics.samples(DEVICE, new StreamName("line"));
        for (int round = 0; round < 2; round++) {
            publish(samples);
            publish(Topics.vitals(DEVICE));
            publish(Topics.hello(DEVICE));
        }

        assertThat(sent.topics)
                .containsExactly(samples, Topics.vitals(DEVICE), Topics.hello(DEVICE), samples, Topics.hello(DEVICE));
        assertThat(failures).singleElement().asString().contains("budget of vitals");
        assertThat(meter.days())
                .containsExactly(new DayTraffic(
                        LocalDate.EPOCH,
                        2 * bytes(Topics.hello(DEVICE)),
                        bytes(Topics.vitals(DEVICE)),
                        2 * bytes(samples),
                        0,
                        1));
    }

    @Test
    void whatComes_isCountedAsControl_andPassedOn() throws Exception {
        var arrived = new ArrayList<String>();
        link.start(new Link.Listener() {
            @Override
            public void connected() {}

            @Override
            public void arrived(String topic, byte[] payload) {
                arrived.add(topic);
            }
        });

        sent.listeners.getFirst().arrived("desired", new byte[10]);

        assertThat(arrived).containsExactly("desired");
        assertThat(meter.days()).extracting(DayTraffic::controlBytes).containsExactly(17L);
    }

    @Test
    void withoutAConnection_nothingIsCounted() {
        sent.isConnected = false;

        publish(Topics.vitals(DEVICE));

        assertThat(meter.days()).isEmpty();
    }

    private static long bytes(String topic) {
        return topic.length() + 5L;
    }

    private void publish(String topic) {
        link.publish(topic, new byte[5], false, new Link.Acknowledgement() {
            @Override
            public void taken() {}

            @Override
            public void failed(String why) {
                failures.add(why);
            }
        });
    }

    private static final class InMemoryLink implements Link {
        final List<String> topics = new ArrayList<>();
        final List<Listener> listeners = new ArrayList<>();
        boolean isConnected = true;

        @Override
        public void start(Listener listener) {
            listeners.add(listener);
        }

        @Override
        public void publish(String topic, byte[] payload, boolean retained, Acknowledgement acknowledgement) {
            topics.add(topic);
        }

        @Override
        public int room() {
            return 1;
        }

        @Override
        public boolean connected() {
            return isConnected;
        }

        @Override
        public Traffic traffic() {
            return new Traffic(0, 0);
        }

        @Override
        public void close() {}
    }
}
