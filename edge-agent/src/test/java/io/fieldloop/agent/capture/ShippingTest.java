package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Samples.GATE;
import static io.fieldloop.agent.capture.Samples.LINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.capture.Appended.Queued;
import io.fieldloop.agent.capture.ShippingRules.Window;
import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.LinkSettings;
import io.fieldloop.agent.link.LinkSettings.Broker;
import io.fieldloop.agent.link.LinkSettings.Hearing;
import io.fieldloop.agent.link.paho.PahoLink;
import io.fieldloop.agent.testing.TestAuthority;
import io.fieldloop.agent.testing.TestBroker;
import io.fieldloop.agent.testing.TestHub;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.LedgerReport.Account;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device and a hub, with a real broker between them. */
final class ShippingTest {
    private static final DeviceId DEVICE = new DeviceId("device-1");
    private static final TestAuthority AUTHORITY = new TestAuthority();

    @TempDir
    Path folder;

    private TestBroker broker;
    private TestHub hub;
    private Outbox outbox;
    private Link link;
    private Shipping shipping;
    private ShippingRules rules = ShippingRules.NONE;
    private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.started(folder, AUTHORITY);
        hub = new TestHub(broker);
        Wait.until("the hub is connected", hub::connected);
        outbox = Outbox.open(folder.resolve("outbox.db"), new Bounds(1L << 30, 0), new Random());
        startDevice(Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() throws Exception {
        stopDevice();
        outbox.close();
        hub.close();
        broker.stop();
    }

    @Test
    void samples_reachTheHub_andTheirReceiptsEmptyTheOutbox() throws Exception {
        append(LINE, 700);
        append(GATE, 3);

        Wait.until("everything is acknowledged", () -> acknowledged() == 703);

        assertThat(hub.stored(LINE)).hasSize(700);
        assertThat(hub.stored(GATE)).hasSize(3);
        assertThat(outbox.bytes()).isZero();
        assertThat(outbox.inFlight()).isZero();
    }

    @Test
    void ledger_isToldWhenItChanged_andAddsUp() throws Exception {
        append(LINE, 10);

        Wait.until(
                "the hub hears the final ledger",
                () -> hub.heard(LedgerReport.class).stream()
                        .anyMatch(report -> report.streams().equals(List.of(new Account(LINE, 10, 10, 0, Map.of())))));

        assertThat(hub.heard(LedgerReport.class))
                .allSatisfy(report -> assertThat(report.streams()).allMatch(Account::addsUp));
    }

    @Test
    void samplesWithoutReceipt_areSentAgain_untilThereIsOne() throws Exception {
        stopDevice();
        hub.withholdReceipts(2);
        startDevice(Duration.ofMillis(300));

        append(LINE, 5);

        Wait.until("everything is acknowledged", () -> acknowledged() == 5);
        assertThat(hub.heard(SampleBatch.class)).hasSizeGreaterThan(2);
    }

    @Test
    void brokerStoppedAndStartedInMidStream_nothingIsLost() throws Exception {
        stopDevice();
        startDevice(Duration.ofSeconds(3));
        Thread capturing = Thread.ofVirtual().start(() -> append(LINE, 2000));
        for (int i = 0; i < 2; i++) {
            int stored = hub.stored(LINE).size();
            Wait.until("samples flow", () -> hub.stored(LINE).size() > stored || !capturing.isAlive());
            broker.stop();
            Wait.until("the device notices", () -> !link.connected());
            broker.start();
        }
        capturing.join();

        Wait.until("everything is acknowledged", () -> acknowledged() == 2000);
        assertThat(hub.stored(LINE)).hasSize(2000);
        assertThat(outbox.ledger().streams()).allMatch(Account::addsUp);
    }

    @Test
    void connectionsDroppedInMidStream_nothingIsLost() throws Exception {
        stopDevice();
        startDevice(Duration.ofSeconds(3));
        Thread capturing = Thread.ofVirtual().start(() -> append(LINE, 2000));
        for (int i = 0; i < 3; i++) {
            int stored = hub.stored(LINE).size();
            Wait.until("samples flow", () -> hub.stored(LINE).size() > stored || !capturing.isAlive());
            broker.dropConnections();
        }
        capturing.join();

        Wait.until("everything is acknowledged", () -> acknowledged() == 2000);
        assertThat(hub.stored(LINE)).hasSize(2000);
    }

    @Test
    void deviceStartedAgain_shipsWhatHadNoReceipt() throws Exception {
        hub.withholdReceipts(Integer.MAX_VALUE);
        append(LINE, 20);
        Wait.until("the hub has them", () -> hub.stored(LINE).size() == 20);
        stopDevice();
        outbox.close();
        hub.withholdReceipts(0);

        outbox = Outbox.open(folder.resolve("outbox.db"), new Bounds(1L << 30, 0), new Random());
        startDevice(Duration.ofSeconds(30));

        Wait.until("everything is acknowledged", () -> acknowledged() == 20);
    }

    @Test
    void spentBudget_keepsSamplesInTheOutbox_untilTheNextDay() throws Exception {
        stopDevice();
        rules = new ShippingRules(
                ZoneOffset.UTC, Optional.empty(), OptionalLong.of(10_000), OptionalLong.empty(), List.of());
        startDevice(Duration.ofSeconds(30));
        append(LINE, 100);

        Wait.until("the budget is spent", () -> outbox.inFlight() == 0 && acknowledged() > 0 && spentToday() > 9_000);
        long onTheFirstDay = acknowledged();
        assertThat(onTheFirstDay).isLessThan(100);
        assertThat(spentToday()).isLessThanOrEqualTo(10_500);
        assertThat(outbox.ledger().streams())
                .containsExactly(new Account(LINE, 100, onTheFirstDay, 100 - onTheFirstDay, Map.of()));

        now = now.plus(Duration.ofDays(1));
        Wait.until("more go on the next day", () -> acknowledged() > onTheFirstDay);
    }

    @Test
    void samplesBesideTheirWindow_waitForIt() throws Exception {
        stopDevice();
        var night = new Window(LocalTime.of(22, 0), LocalTime.of(5, 0));
        rules = new ShippingRules(
                ZoneOffset.UTC, Optional.of(night), OptionalLong.empty(), OptionalLong.empty(), List.of());
        startDevice(Duration.ofSeconds(30));
        append(LINE, 10);
        Wait.until(
                "the hub hears that they wait",
                () -> hub.heard(LedgerReport.class).stream()
                        .anyMatch(report -> report.streams().equals(List.of(new Account(LINE, 10, 0, 10, Map.of())))));

        now = Instant.parse("2026-01-01T23:00:00Z");

        Wait.until("everything is acknowledged", () -> acknowledged() == 10);
    }

    @Test
    void close_tellsTheLedgerALastTime() throws Exception {
        append(LINE, 10);
        Wait.until("everything is acknowledged", () -> acknowledged() == 10);

        stopDevice();

        Wait.until("the hub hears it", () -> hub.heard(LedgerReport.class).contains(outbox.ledger()));
    }

    private void startDevice(Duration receiptPatience) {
        link = new PahoLink(
                new LinkSettings(
                        new Broker("localhost", broker.port()),
                        DEVICE.value(),
                        Optional.of(() -> AUTHORITY.context(DEVICE.value())),
                        Duration.ofSeconds(30),
                        Hearing.of(List.of(Topics.receipts(DEVICE))),
                        Optional.empty()),
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), new Random()));
        Shipping started = new Shipping(
                outbox,
                link,
                DEVICE,
                new Allowance(rules, outbox, Optional::empty, () -> now),
                receiptPatience,
                new Random());
        shipping = started;
        started.start();
        link.start(new Link.Listener() {
            @Override
            public void connected() {
                started.connected();
            }

            @Override
            public void arrived(String topic, byte[] payload) throws IOException, InterruptedException {
                try {
                    if (Wire.decodeHubMessage(payload) instanceof Receipts receipts) {
                        outbox.release(receipts);
                    }
                } catch (WireException e) {
                    throw new AssertionError(e);
                }
            }
        });
    }

    private void stopDevice() {
        shipping.close();
        link.close();
    }

    private void append(StreamName stream, int count) {
        try {
            for (int i = 0; i < count; i++) {
                assertThat(outbox.append(stream, Samples.worth(0.5, 200))).isInstanceOf(Queued.class);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private long spentToday() {
        try {
            return outbox.spent(LocalDate.ofInstant(now, ZoneOffset.UTC));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private long acknowledged() {
        return outbox.ledger().streams().stream()
                .mapToLong(Account::acknowledged)
                .sum();
    }
}
