package io.fieldloop.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.capture.ShippingRules.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AllowanceTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private Outbox outbox;
    private Instant now = NOON;
    private long nanos = Long.MAX_VALUE - 5;
    private Optional<String> by = Optional.of("eth0");

    @BeforeEach
    void open() throws IOException {
        outbox = Outbox.open(folder.resolve("outbox.db"), new Bounds(1 << 20, 0), new Random());
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void budget_isLeftAsFarAsItIsNotSpent_alsoAfterARestart() throws Exception {
        perDay(1000).spend(600);
        close();
        open();

        assertThat(perDay(1000).bytes()).isEqualTo(400);

        perDay(1000).spend(600);
        assertThat(perDay(1000).bytes()).isZero();
    }

    @Test
    void budget_ofANewDay_isWhole_andAClockThatJumpsBackFindsTheOldOneAgain() throws Exception {
        Allowance allowance = perDay(1000);
        allowance.spend(600);

        now = Instant.EPOCH;
        assertThat(allowance.bytes()).isEqualTo(1000);
        allowance.spend(1000);
        now = NOON;
        assertThat(allowance.bytes()).isEqualTo(400);
        now = Instant.EPOCH;
        assertThat(allowance.bytes()).isZero();
    }

    @Test
    void bytes_onlyOverSomeInterfaces_areNoneByOthersAndWhileNoWayLeadsToTheHub() throws Exception {
        var rules = new ShippingRules(
                ZoneOffset.UTC, Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of("en*", "wlan0"));
        var allowance = new Allowance(rules, outbox, () -> by, () -> now, () -> nanos);

        assertThat(allowance.bytes()).isZero();
        for (String free : List.of("wlan0", "enp3s0", "en")) {
            by = Optional.of(free);
            assertThat(allowance.bytes()).as(free).isPositive();
        }
        for (String metered : List.of("wlan01", "wwan0", "e")) {
            by = Optional.of(metered);
            assertThat(allowance.bytes()).as(metered).isZero();
        }
        by = Optional.empty();
        assertThat(allowance.bytes()).isZero();
    }

    @Test
    void budget_ofManyDays_isForgottenInTime() throws Exception {
        Allowance allowance = perDay(1000);
        for (int day = 0; day < 40; day++) {
            now = NOON.plus(Duration.ofDays(day));
            allowance.spend(1);
            allowance.spend(1);
            assertThat(allowance.bytes()).isEqualTo(998);
        }
        now = NOON;
        assertThat(allowance.bytes()).isEqualTo(1000);
    }

    @Test
    void day_beginsAtMidnightOfItsZone() throws Exception {
        var rules = new ShippingRules(
                ZoneId.of("Asia/Tokyo"), Optional.empty(), OptionalLong.of(1000), OptionalLong.empty(), List.of());
        var allowance = new Allowance(rules, outbox, () -> by, () -> now, () -> nanos);
        now = Instant.parse("2026-01-01T14:59:59Z");
        allowance.spend(600);
        assertThat(allowance.bytes()).isEqualTo(400);

        now = Instant.parse("2026-01-01T15:00:00Z");

        assertThat(allowance.bytes()).isEqualTo(1000);
    }

    @Test
    void window_isOpenFromItsFirstMomentToItsLast() {
        var day = new Window(LocalTime.of(1, 0), LocalTime.of(5, 0));
        assertThat(day.contains(LocalTime.of(0, 59))).isFalse();
        assertThat(day.contains(LocalTime.of(1, 0))).isTrue();
        assertThat(day.contains(LocalTime.of(4, 59))).isTrue();
        assertThat(day.contains(LocalTime.of(5, 0))).isFalse();

        var night = new Window(LocalTime.of(22, 0), LocalTime.of(5, 0));
        assertThat(night.contains(LocalTime.of(21, 59))).isFalse();
        assertThat(night.contains(LocalTime.of(22, 0))).isTrue();
        assertThat(night.contains(LocalTime.MIDNIGHT)).isTrue();
        assertThat(night.contains(LocalTime.of(5, 0))).isFalse();
    }

    @Test
    void bandwidth_makesAPauseAsLongAsTheMessage() throws Exception {
        var rules = new ShippingRules(
                ZoneOffset.UTC, Optional.empty(), OptionalLong.empty(), OptionalLong.of(1000), List.of());
        var allowance = new Allowance(rules, outbox, () -> by, () -> now, () -> nanos);
        assertThat(allowance.bytes()).isPositive();

        allowance.spend(2000);

        nanos += Duration.ofSeconds(2).toNanos() - 1;
        assertThat(allowance.bytes()).isZero();
        nanos++;
        assertThat(allowance.bytes()).isPositive();
    }

    private Allowance perDay(long bytes) {
        var rules = new ShippingRules(
                ZoneOffset.UTC, Optional.empty(), OptionalLong.of(bytes), OptionalLong.empty(), List.of());
        return new Allowance(rules, outbox, () -> by, () -> now, () -> nanos);
    }
}
