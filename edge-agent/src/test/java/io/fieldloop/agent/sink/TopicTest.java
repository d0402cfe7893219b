package io.fieldloop.agent.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.LinkSettings.Hearing;
import io.fieldloop.agent.link.LocalLinks;
import io.fieldloop.agent.link.paho.PahoLink;
import io.fieldloop.agent.sink.SinkSettings.TopicSettings;
import io.fieldloop.agent.testing.LocalBroker;
import io.fieldloop.agent.testing.TestAuthority;
import io.fieldloop.agent.testing.TestBroker;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Predictions to a real broker. */
@Timeout(60)
class TopicTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final String TOPIC = "predictions/line";

    private final LocalLinks links = new LocalLinks(
            new DeviceId("device-1"),
            settings ->
                    new PahoLink(settings, new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), new Random())));
    private final Heard heard = new Heard();

    @TempDir
    private Path folder;

    private LocalBroker broker;
    private Link program;

    @BeforeEach
    void start() throws Exception {
        broker = startedBroker(folder);
        program = links.hearing(broker.local(), new StreamName("program"), Hearing.of(List.of(TOPIC)), heard);
        Wait.until("it listens", program::connected);
    }

    LocalBroker startedBroker(Path folder) throws Exception {
        return TestBroker.started(folder, AUTHORITY);
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        broker.stop();
    }

    @Test
    void sink_publishesTheRecordsOfOtherSinks() throws Exception {
        try (Sink sink = Sink.open(new TopicSettings(broker.local(), TOPIC), links, new Random())) {
            sink.take(Records.classified(1));
            sink.take(Records.detected());

            Wait.until("both are heard", () -> heard.messages.size() == 2);
            assertThat(heard.messages).containsExactly(json(Records.classified(1)), json(Records.detected()));
            assertThat(sink.dropped()).isZero();
        }
    }

    @Test
    void sink_whoseBrokerGoesAndComesBack_losesNoRecord() throws Exception {
        try (Sink sink = Sink.open(new TopicSettings(broker.local(), TOPIC), links, new Random())) {
            sink.take(Records.classified(1));
            Wait.until("the first is heard", () -> heard.messages.size() == 1);
            broker.stop();
            IntStream.rangeClosed(2, 5).mapToObj(Records::classified).forEach(sink::take);

            broker.start();

            Wait.until("the last is heard", () -> heard.messages.contains(json(Records.classified(5))));
            assertThat(heard.messages)
                    .containsSubsequence(IntStream.rangeClosed(1, 5)
                            .mapToObj(micros -> json(Records.classified(micros)))
                            .toList());
            assertThat(sink.dropped()).isZero();
        }
    }

    @Test
    void deliver_withoutABroker_isAnIoError() throws Exception {
        broker.stop();
        var topic = new Topic(TOPIC, links.speaking(broker.local()));

        assertThatThrownBy(() -> topic.deliver(new byte[] {'{', '}'}))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no connection");

        topic.close();
    }

    private static String json(PredictionRecord record) {
        return new String(record.json(), StandardCharsets.UTF_8);
    }

    /** A program that listens. */
    private static final class Heard implements Link.Listener {
        private final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void connected() {}

        @Override
        public void arrived(String topic, byte[] payload) {
            messages.add(new String(payload, StandardCharsets.UTF_8));
        }
    }
}
