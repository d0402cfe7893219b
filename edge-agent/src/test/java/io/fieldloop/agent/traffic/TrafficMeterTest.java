package io.fieldloop.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.protocol.message.DayTraffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrafficMeterTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 1);

    @TempDir
    Path folder;

    private Instant now = NOON;

    @Test
    void vitals_goWhileAnythingIsLeft_andAreThenHeldBack_alsoAfterAPowerCut() throws Exception {
        var budget = Map.of(TrafficClass.VITALS, 100L);
        TrafficMeter meter = open(budget);
        assertThat(meter.sendVitals(60)).isTrue();
        assertThat(meter.sendVitals(60)).isTrue();
        assertThat(meter.sendVitals(60)).isFalse();

        TrafficMeter again = open(budget);

        assertThat(again.sendVitals(1)).isFalse();
        assertThat(again.days()).containsExactly(new DayTraffic(TODAY, 0, 120, 0, 0, 1));
        now = NOON.plus(Duration.ofDays(1));
        assertThat(again.isSpent(TrafficClass.VITALS)).isFalse();
    }

    @Test
    void control_goesWhateverItsBudgetSays_andIsKeptWhenTheMeterIsClosed() throws Exception {
        try (TrafficMeter meter = open(Map.of(TrafficClass.CONTROL, 1L))) {
            meter.count(TrafficClass.CONTROL, 500);
            meter.count(TrafficClass.SAMPLES, 7);
        }

        assertThat(open(Map.of()).days()).containsExactly(new DayTraffic(TODAY, 500, 0, 7, 0, 0));
    }

    @Test
    void save_writesOnceAMinute_andSoonerWhenTheClockWasSet() throws Exception {
        TrafficMeter meter = open(Map.of());
        meter.count(TrafficClass.CONTROL, 1);
        now = NOON.plusSeconds(59);
        meter.save();
        assertThat(folder.resolve("traffic")).doesNotExist();

        now = NOON.plusSeconds(60);
        meter.save();
        assertThat(open(Map.of()).days()).containsExactly(new DayTraffic(TODAY, 1, 0, 0, 0, 0));

        meter.count(TrafficClass.CONTROL, 1);
        meter.save();
        assertThat(open(Map.of()).days()).containsExactly(new DayTraffic(TODAY, 1, 0, 0, 0, 0));
        now = NOON.minusSeconds(1);
        meter.save();
        assertThat(open(Map.of()).days()).containsExactly(new DayTraffic(TODAY, 2, 0, 0, 0, 0));
    }

    @Test
    void models_takeNoMoreThanIsLeft_andGiveBackWhatTheyDidNotUse() throws Exception {
        TrafficMeter meter = open(Map.of(TrafficClass.MODELS, 1000L));
        assertThat(meter.takeForModels(800)).isEqualTo(800);
        assertThat(meter.takeForModels(800)).isEqualTo(200);
        assertThat(meter.takeForModels(800)).isZero();

        meter.giveBackOfModels(TODAY, 50);

        assertThat(meter.takeForModels(800)).isEqualTo(50);
    }

    @Test
    void day_beginsAtMidnightOfItsZone_andAClockThatJumpsBackFindsTheOldOneAgain() throws Exception {
        var budgets = new TrafficBudgets(ZoneId.of("Asia/Tokyo"), Map.of(TrafficClass.MODELS, 10L));
        TrafficMeter meter = TrafficMeter.open(folder.resolve("traffic"), budgets, () -> now);
        now = Instant.parse("2026-01-01T14:59:59Z");
        assertThat(meter.takeForModels(10)).isEqualTo(10);
        now = Instant.parse("2026-01-01T15:00:00Z");
        assertThat(meter.isSpent(TrafficClass.MODELS)).isFalse();
        now = NOON;
        assertThat(meter.isSpent(TrafficClass.MODELS)).isTrue();
    }

    @Test
    void days_areForgottenInTime_andTheLastTwoAreTold() throws Exception {
        TrafficMeter meter = open(Map.of());
        for (int day = 0; day < 40; day++) {
            now = NOON.plus(Duration.ofDays(day));
            meter.count(TrafficClass.SAMPLES, 1 + day);
        }
        meter.close();

        assertThat(Files.readAllLines(folder.resolve("traffic"))).hasSize(32);
        assertThat(meter.days()).extracting(DayTraffic::samplesBytes).containsExactly(39L, 40L);
    }

    @Test
    void file_thatMakesNoSense_isMovedAside() throws Exception {
        Files.writeString(folder.resolve("traffic"), "2026-01-01 1 2 -3 4 5");

        assertThat(open(Map.of()).days()).isEmpty();

        assertThat(folder.resolve("traffic.damaged")).exists();
    }

    private TrafficMeter open(Map<TrafficClass, Long> bytesPerDay) throws IOException {
        return TrafficMeter.open(
                folder.resolve("traffic"), new TrafficBudgets(ZoneId.of("UTC"), bytesPerDay), () -> now);
    }
}
