package io.fieldloop.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.hub.mqtt.Delivery;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.Hello;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Uptime;
import io.fieldloop.protocol.message.Vitals;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where samples stand in time when the clock of their device is wrong, jumps, or begins in 1970. */
@ExtendWith(SharedHub.class)
class SampleTimeTest {
    private static final StreamName LINE = new StreamName("line");
    private static final long BOOT = Long.MIN_VALUE;
    private static final long NEXT_BOOT = 7;
    private static final long UNHEARD = 5;

    private final TestHub hub;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private DeviceId device = new DeviceId("none");

    SampleTimeTest(TestHub hub) {
        this.hub = hub;
    }

    @BeforeEach
    void enrol() throws Exception {
        device = TestDevice.enrolled(hub, TestHub.name("clock")).id();
    }

    @Test
    void clockThatBeginsIn1970_isNotAsked() throws Exception {
        greet(now, BOOT, 60);

        bring(TestSampleBatches.at(1, Instant.EPOCH.plusSeconds(10), new Uptime(BOOT, 10_000)));

        assertPlaced(1, now.minusSeconds(50), Instant.EPOCH.plusSeconds(10), true);
    }

    @Test
    void clockThatJumps_isNotAsked() throws Exception {
        greet(now, BOOT, 60);
        Instant ahead = now.plus(Duration.ofDays(400));

        bring(
                TestSampleBatches.at(1, ahead, new Uptime(BOOT, 20_000)),
                TestSampleBatches.at(2, now.minusSeconds(3_600), new Uptime(BOOT, 30_000)));

        assertPlaced(1, now.minusSeconds(40), ahead, true);
        assertPlaced(2, now.minusSeconds(30), now.minusSeconds(3_600), true);
    }

    @Test
    void sampleThatComesBeforeTheStartIsKnown_isPlacedOnceItIs() throws Exception {
        bring(TestSampleBatches.at(1, Instant.EPOCH, new Uptime(BOOT, 10_000)));
        assertPlaced(1, Instant.EPOCH, Instant.EPOCH, false);

        greet(now, BOOT, 60);

        assertPlaced(1, now.minusSeconds(50), Instant.EPOCH, true);
    }

    @Test
    void whatWasDelayed_givesWayToWhatWasNot() throws Exception {
        greet(now, BOOT, 60);
        Vitals vitals = new Vitals(Instant.EPOCH, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of(), Optional.empty());
        arrive(Topics.vitals(device), vitals.saidAt(new Uptime(BOOT, 95_000)), now.plusSeconds(30));
        greet(now.plusSeconds(3_600), BOOT, 61);

        bring(TestSampleBatches.at(1, Instant.EPOCH, new Uptime(BOOT, 10_000)));

        assertPlaced(1, now.minusSeconds(55), Instant.EPOCH, true);
    }

    @Test
    void samplesThatADelayedMessageMisplaced_arePlacedAnew() throws Exception {
        greet(now, BOOT, 60);
        bring(
                TestSampleBatches.at(1, Instant.EPOCH, new Uptime(BOOT, 10_000)),
                TestSampleBatches.at(2, Instant.EPOCH, new Uptime(BOOT, 7_000_000)));
        assertPlaced(1, now.minusSeconds(50), Instant.EPOCH, true);
        assertThat(Instant.parse(sample(2).text("capturedAt"))).isAfterOrEqualTo(now);

        greet(now, BOOT, 7_200);

        assertPlaced(1, now.minusSeconds(7_190), Instant.EPOCH, true);
        assertPlaced(2, now.minusSeconds(200), Instant.EPOCH, true);
    }

    @Test
    void messageThatWasALittleFaster_leavesWhatIsPlaced() throws Exception {
        greet(now, BOOT, 60);
        bring(TestSampleBatches.at(1, Instant.EPOCH, new Uptime(BOOT, 10_000)));

        greet(now, BOOT, 119);
        bring(TestSampleBatches.at(2, Instant.EPOCH, new Uptime(BOOT, 10_000)));

        assertPlaced(1, now.minusSeconds(50), Instant.EPOCH, true);
        assertPlaced(2, now.minusSeconds(109), Instant.EPOCH, true);
    }

    @Test
    void crystalThatDrifts_isFollowed_inWhateverOrderItIsHeard() throws Exception {
        int tenDays = 864_000;
        greet(now, BOOT, tenDays - 80);
        greet(now.minusSeconds(tenDays), BOOT, 0);

        bring(TestSampleBatches.at(1, Instant.EPOCH, new Uptime(BOOT, (tenDays - 90) * 1_000L)));

        assertPlaced(1, now.minusSeconds(10), Instant.EPOCH, true);
    }

    @Test
    void messageThatIsLateByMoreThanDrift_isNotFollowed() throws Exception {
        int tenDays = 864_000;
        greet(now.minusSeconds(tenDays), BOOT, 0);
        greet(now, BOOT, tenDays - 100);

        bring(TestSampleBatches.at(1, Instant.EPOCH, new Uptime(BOOT, (tenDays - 110) * 1_000L)));

        assertPlaced(1, now.minusSeconds(110), Instant.EPOCH, true);
    }

    @Test
    void samplesOfAnEarlierStart_areWhereTheyWere() throws Exception {
        greet(now.minusSeconds(7_200), BOOT, 100);
        greet(now, NEXT_BOOT, 60);

        bring(
                TestSampleBatches.at(1, Instant.EPOCH, new Uptime(BOOT, 200_000)),
                TestSampleBatches.at(2, Instant.EPOCH, new Uptime(NEXT_BOOT, 50_000)));

        assertPlaced(1, now.minusSeconds(7_100), Instant.EPOCH, true);
        assertPlaced(2, now.minusSeconds(10), Instant.EPOCH, true);
    }

    @Test
    void startOfWhichNothingWasHeard_leavesTheClock_butNothingIsOfTheFuture() throws Exception {
        Instant ahead = now.plus(Duration.ofDays(400));
        bring(
                TestSampleBatches.at(1, now.minusSeconds(500), new Uptime(UNHEARD, 10)),
                TestSampleBatches.at(2, ahead, new Uptime(UNHEARD, 20)));
        assertPlaced(1, now.minusSeconds(500), now.minusSeconds(500), false);
        assertPlaced(2, now.minusSeconds(500).plusMillis(10), ahead, false);

        bring(TestSampleBatches.at(3, ahead, new Uptime(BOOT, 10)));

        Json capped = sample(3);
        assertThat(Instant.parse(capped.text("capturedAt"))).isBetween(now, now.plusSeconds(600));
        assertThat(capped.flag("timeIsSure")).isFalse();
    }

    @Test
    void startOfWhichNothingWasHeard_liesBetweenItsNeighbours_whateverTheClockSaid() throws Exception {
        greet(now.minusSeconds(7_200), BOOT, 100);
        bring(TestSampleBatches.at(1, Instant.EPOCH, new Uptime(BOOT, 200_000))); // 7100 seconds ago
        greet(now, NEXT_BOOT, 1_000);

        bring(
                TestSampleBatches.at(2, Instant.EPOCH.plusSeconds(5), new Uptime(UNHEARD, 5_000)),
                TestSampleBatches.at(3, Instant.EPOCH.plusSeconds(65), new Uptime(UNHEARD, 65_000)));

        assertPlaced(2, now.minusSeconds(7_095), Instant.EPOCH.plusSeconds(5), false);
        assertPlaced(3, now.minusSeconds(7_035), Instant.EPOCH.plusSeconds(65), false);
        assertThat(Instant.parse(sample(3).text("earliestAt"))).isEqualTo(now.minusSeconds(7_035));

        bring(TestSampleBatches.at(4, Instant.EPOCH, new Uptime(NEXT_BOOT, 10_000)));
        greet(now.plusSeconds(60), NEXT_BOOT, 1_060);

        assertThat(Instant.parse(sample(3).text("latestAt"))).isEqualTo(now.minusSeconds(1_000));
        assertThat(Instant.parse(sample(2).text("latestAt"))).isEqualTo(now.minusSeconds(1_060));
    }

    @Test
    void clockThatWasSetInAStartOfWhichNothingWasHeard_placesAllOfIt() throws Exception {
        bring(
                TestSampleBatches.at(1, Instant.EPOCH.plusSeconds(5), new Uptime(UNHEARD, 5_000)),
                TestSampleBatches.at(2, now.minusSeconds(3_600), new Uptime(UNHEARD, 65_000)));
        bring(TestSampleBatches.at(3, Instant.EPOCH.plusSeconds(95), new Uptime(UNHEARD, 95_000)));

        assertPlaced(1, now.minusSeconds(3_660), Instant.EPOCH.plusSeconds(5), false);
        assertPlaced(2, now.minusSeconds(3_600), now.minusSeconds(3_600), false);
        assertPlaced(3, now.minusSeconds(3_570), Instant.EPOCH.plusSeconds(95), false);

        greet(now, UNHEARD, 7_200);

        assertPlaced(3, now.minusSeconds(7_105), Instant.EPOCH.plusSeconds(95), true);
        assertThat(sample(3).isNull("latestAt")).isTrue();
    }

    @Test
    void startOfAnotherDevice_isAnother() throws Exception {
        DeviceId mine = device;
        greet(now, BOOT, 60);
        enrol();
        bring(TestSampleBatches.at(1, Instant.EPOCH, new Uptime(BOOT, 10_000)));

        assertPlaced(1, Instant.EPOCH, Instant.EPOCH, false);
        assertThat(device).isNotEqualTo(mine);
    }

    private void greet(Instant arrivedAt, long boot, int upSeconds) throws Exception {
        var hello = new Hello("1.0", "Linux", "amd64", List.of(), Instant.EPOCH);
        arrive(Topics.hello(device), hello.saidAt(new Uptime(boot, upSeconds * 1_000L)), arrivedAt);
    }

    private void bring(Sample... samples) throws Exception {
        arrive(Topics.samples(device, LINE), new SampleBatch(1, LINE, List.of(samples)), now);
    }

    /** Takes in a message as ingestion does. */
    private void arrive(String topic, DeviceMessage message, Instant at) throws Exception {
        var delivery = new Delivery(topic, Wire.encode(message), at, () -> {});
        hub.part(BatchWriter.class).write(Batch.of(List.of(Parcel.open(delivery))));
    }

    private void assertPlaced(long sequence, Instant at, Instant clock, boolean isSure) throws Exception {
        Json sample = sample(sequence);
        assertThat(Instant.parse(sample.text("capturedAt"))).isEqualTo(at);
        assertThat(Instant.parse(sample.text("clockSaid"))).isEqualTo(clock);
        assertThat(sample.flag("timeIsSure")).isEqualTo(isSure);
    }

    private Json sample(long sequence) throws Exception {
        return hub.json(hub.get("/api/v1/samples?device=" + device)).list("items").stream()
                .filter(each -> each.number("sequence") == sequence)
                .findFirst()
                .orElseThrow();
    }
}
