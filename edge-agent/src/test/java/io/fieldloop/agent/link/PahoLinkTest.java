package io.fieldloop.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.link.Link.Acknowledgement;
import io.fieldloop.agent.link.LinkSettings.Broker;
import io.fieldloop.agent.link.LinkSettings.Hearing;
import io.fieldloop.agent.link.LinkSettings.LastWill;
import io.fieldloop.agent.link.paho.PahoLink;
import io.fieldloop.agent.testing.BreakableNetwork;
import io.fieldloop.agent.testing.TestAuthority;
import io.fieldloop.agent.testing.TestBroker;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link against a real broker with mutual TLS. */
final class PahoLinkTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final String TOPIC = "fieldloop/v1/d/device-1/desired";

    @TempDir
    Path folder;

    private final List<Link> links = new ArrayList<>();
    private TestBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = new TestBroker(folder, AUTHORITY, "");
        broker.start();
    }

    @AfterEach
    void stop() throws Exception {
        links.forEach(Link::close);
        broker.stop();
    }

    @Test
    void publish_reachesASubscriber_andIsCounted() throws Exception {
        var heard = new Heard();
        Link hearing = link("hearing", Optional.empty(), heard);
        Link saying = link("saying", Optional.empty(), new Heard());

        saying.publish(TOPIC, text("hello"), false, ignored());

        Wait.until("it is heard", () -> heard.messages.contains("hello"));
        long bytes = (TOPIC + "hello").length();
        assertThat(saying.traffic()).isEqualTo(new Link.Traffic(bytes, 0));
        assertThat(hearing.traffic()).isEqualTo(new Link.Traffic(0, bytes));
    }

    @Test
    void publish_withoutConnection_failsAtOnce() throws Exception {
        broker.stop();
        var failures = new CopyOnWriteArrayList<String>();
        Link link = unconnected("device-1", new Heard());

        link.publish(TOPIC, text("x"), false, failing(failures));

        assertThat(failures).containsExactly("there is no connection");
        assertThat(link.room()).isZero();
        assertThat(link.connected()).isFalse();
    }

    @Test
    void publish_moreThanTheWindow_failsInsteadOfWaiting_andRoomComesBack() throws Exception {
        Link link = link("device-1", Optional.empty(), new Heard());
        int window = link.room();
        var taken = new AtomicInteger();
        var failures = new CopyOnWriteArrayList<String>();
        int sent = 3000;
        for (int i = 0; i < sent; i++) {
            assertThat(link.room()).isBetween(0, window);
            link.publish("fieldloop/v1/d/device-1/vitals", new byte[1000], false, new Acknowledgement() {
                @Override
                public void taken() {
                    taken.incrementAndGet();
                }

                @Override
                public void failed(String why) {
                    failures.add(why);
                }
            });
        }

        Wait.until("every message is settled", () -> taken.get() + failures.size() == sent);
        assertThat(window).isEqualTo(98);
        assertThat(taken.get()).isGreaterThanOrEqualTo(window);
        assertThat(failures).isNotEmpty().allMatch(why -> why.contains("has not taken enough"));
        assertThat(link.room()).isEqualTo(window);
    }

    @Test
    void messageThatCannotBeDealtWith_comesAgain() throws Exception {
        var heard = new Heard();
        heard.failing.set(true);
        link("hearing", Optional.empty(), heard);
        Link saying = link("saying", Optional.empty(), new Heard());
        saying.publish(TOPIC, text("important"), false, ignored());
        Wait.until("it is refused", () -> heard.refused.get() > 0);

        heard.failing.set(false);
        broker.dropConnections();

        Wait.until("it comes again", () -> heard.messages.contains("important"));
    }

    @Test
    void retainedMessage_isThereForWhoComesLater() throws Exception {
        Link saying = link("saying", Optional.empty(), new Heard());
        saying.publish(TOPIC, text("retained"), true, ignored());
        var heard = new Heard();

        link("later", Optional.empty(), heard);

        Wait.until("it is heard", () -> heard.messages.contains("retained"));
    }

    @Test
    void messageWhileAway_waitsInTheSession() throws Exception {
        var before = new Heard();
        Link away = link("device-1", Optional.empty(), before);
        away.close();
        Link saying = link("saying", Optional.empty(), new Heard());
        var taken = new AtomicInteger();
        saying.publish(TOPIC, text("meanwhile"), false, new Acknowledgement() {
            @Override
            public void taken() {
                taken.incrementAndGet();
            }

            @Override
            public void failed(String why) {}
        });
        Wait.until("the broker has it", () -> taken.get() == 1);

        var after = new Heard();
        link("device-1", Optional.empty(), after);

        Wait.until("it is heard", () -> after.messages.contains("meanwhile"));
    }

    @Test
    void lastWill_isSaidWhenTheConnectionBreaks_notWhenItIsClosed() throws Exception {
        var heard = new Heard();
        link("hearing", Optional.empty(), heard);
        var will = Optional.of(new LastWill(TOPIC, Bytes.wrap(text("gone"))));
        Link orderly = link("orderly", will, new Heard());
        orderly.close();
        try (var network = new BreakableNetwork(broker.port())) {
            Link broken = new PahoLink(settings(network.port(), "broken", will), backoff());
            links.add(broken);
            broken.start(new Heard());
            Wait.until("it is connected", broken::connected);

            network.breakDown();

            Wait.until("the will is heard", () -> heard.messages.contains("gone"));
            assertThat(heard.messages).containsOnlyOnce("gone");
        }
    }

    @Test
    void certificateOfAForeignAuthority_isRefused_isReported_andIsTriedAgainMoreAndMoreSeldom() throws Exception {
        var foreign = new TestAuthority();
        try (var log = new RecordedLog()) {
            links.add(started(new LinkSettings(
                    new Broker("localhost", broker.port()),
                    "device-1",
                    Optional.of(() -> foreign.context("device-1", AUTHORITY)),
                    Duration.ofSeconds(30),
                    Hearing.of(List.of(TOPIC)),
                    Optional.empty())));

            Wait.until("it was tried several times", () -> log.count("cannot connect") >= 3);
            assertThat(log.messages)
                    .anyMatch(message ->
                            message.contains("localhost:" + broker.port()) && message.contains("certificate"));
            assertThat(log.count("connecting again in")).isPositive();
        }
    }

    @Test
    void brokerOfAForeignAuthority_isNotTrusted() throws Exception {
        try (var log = new RecordedLog()) {
            links.add(started(new LinkSettings(
                    new Broker("localhost", broker.port()),
                    "device-1",
                    Optional.of(() -> AUTHORITY.context("device-1", new TestAuthority())),
                    Duration.ofSeconds(30),
                    Hearing.of(List.of(TOPIC)),
                    Optional.empty())));

            Wait.until("it is reported", () -> log.count("cannot connect") >= 1);
            assertThat(log.messages).anyMatch(message -> message.contains("PKIX path"));
        }
    }

    @Test
    void brokerUnderAnotherName_isNotTrusted() throws Exception {
        try (var log = new RecordedLog()) {
            links.add(started(new LinkSettings(
                    new Broker("127.0.0.1", broker.port()),
                    "device-1",
                    Optional.of(() -> AUTHORITY.context("device-1")),
                    Duration.ofSeconds(30),
                    Hearing.of(List.of(TOPIC)),
                    Optional.empty())));

            Wait.until("it is reported", () -> log.count("cannot connect") >= 1);
            assertThat(log.messages).anyMatch(message -> message.contains("127.0.0.1") && message.contains("found"));
        }
    }

    private Link link(String clientId, Optional<LastWill> will, Heard heard) throws InterruptedException {
        Link link = new PahoLink(settings(broker.port(), clientId, will), backoff());
        links.add(link);
        link.start(heard);
        Wait.until(clientId + " is connected", link::connected);
        return link;
    }

    private Link unconnected(String clientId, Heard heard) {
        Link link = new PahoLink(settings(broker.port(), clientId, Optional.empty()), backoff());
        links.add(link);
        link.start(heard);
        return link;
    }

    private static LinkSettings settings(int port, String clientId, Optional<LastWill> will) {
        return new LinkSettings(
                new Broker("localhost", port),
                clientId,
                Optional.of(() -> AUTHORITY.context(clientId)),
                Duration.ofSeconds(30),
                clientId.equals("saying") ? Hearing.NOTHING : Hearing.of(List.of(TOPIC)),
                will);
    }

    private static Link started(LinkSettings settings) {
        Link link = new PahoLink(settings, backoff());
        link.start(new Heard());
        return link;
    }

    private static Backoff backoff() {
        return new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), new Random());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Acknowledgement ignored() {
        return failing(new ArrayList<>());
    }

    private static Acknowledgement failing(List<String> failures) {
        return new Acknowledgement() {
            @Override
            public void taken() {}

            @Override
            public void failed(String why) {
                failures.add(why);
            }
        };
    }

    private static final class Heard implements Link.Listener {
        private final List<String> messages = new CopyOnWriteArrayList<>();
        private final AtomicBoolean failing = new AtomicBoolean();
        private final AtomicInteger refused = new AtomicInteger();

        @Override
        public void connected() {}

        @Override
        public void arrived(String topic, byte[] payload) throws IOException {
            if (failing.get()) {
                refused.incrementAndGet();
                throw new IOException("not now");
            }
            messages.add(new String(payload, StandardCharsets.UTF_8));
        }
    }

    /** What the link logs, as its operator sees it. */
    private static final class RecordedLog extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("io.fieldloop.agent.link");
        private final List<String> messages = new CopyOnWriteArrayList<>();

        RecordedLog() {
            logger.addHandler(this);
        }

        long count(String part) {
            return messages.stream().filter(message -> message.contains(part)).count();
        }

        @Override
        public void publish(LogRecord record) {
            messages.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
