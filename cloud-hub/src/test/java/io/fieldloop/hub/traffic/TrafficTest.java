package io.fieldloop.hub.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Await;
import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.protocol.message.DayTraffic;
import io.fieldloop.protocol.message.Vitals;
import io.fieldloop.protocol.topic.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class TrafficTest {
    private final TestHub hub;
    private final String name = TestHub.name("camera");
    private final LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);

    TrafficTest(TestHub hub) {
        this.hub = hub;
    }

    @Test
    void traffic_isKeptByDay_andWhatComesLateOrIsOfNoRealDayChangesNothing() throws Exception {
        try (TestDevice device = TestDevice.enrolled(hub, name).connect()) {
            tell(device, new DayTraffic(today, 10, 20, 30, 40, 5));
            tell(
                    device,
                    new DayTraffic(today, 9, 19, 29, 39, 4),
                    new DayTraffic(today.minusDays(1), 1, 2, 3, 4, 0),
                    new DayTraffic(LocalDate.EPOCH, 1, 1, 1, 1, 1),
                    new DayTraffic(today.plusDays(3), 1, 1, 1, 1, 1));
            Await.until(
                    "both days are there",
                    () -> days("devices/" + name + "/traffic").size() == 2);

            Json shown = shown("devices/" + name + "/traffic");
            assertThat(shown.text("days/0/day")).isEqualTo(today.toString());
            assertThat(shown.number("days/0/controlBytes")).isEqualTo(10);
            assertThat(shown.number("days/0/vitalsBytes")).isEqualTo(20);
            assertThat(shown.number("days/0/samplesBytes")).isEqualTo(30);
            assertThat(shown.number("days/0/modelsBytes")).isEqualTo(40);
            assertThat(shown.number("days/0/vitalsHeldBack")).isEqualTo(5);
            assertThat(shown.number("days/1/modelsBytes")).isEqualTo(4);
            assertThat(days("devices/" + name + "/traffic?days=1")).hasSize(1);
        }
    }

    @Test
    void traffic_ofTheFleet_isTheSum_howeverAbsurdWhatDevicesSay() throws Exception {
        LocalDate day = today.minusDays(390);
        try (TestDevice device = TestDevice.enrolled(hub, name).connect();
                TestDevice other =
                        TestDevice.enrolled(hub, TestHub.name("other")).connect()) {
            tell(device, new DayTraffic(day, Long.MAX_VALUE, 2, 3, 4, 5));
            tell(other, new DayTraffic(day, Long.MAX_VALUE, 20, 30, 40, 50));
            Await.until("both are there", () -> ofFleet(day).stream().anyMatch(each -> each.number("devices") == 2));

            assertThat(ofFleet(day).getFirst().number("controlBytes")).isEqualTo(Long.MAX_VALUE);
            assertThat(ofFleet(day).getFirst().number("samplesBytes")).isEqualTo(33);
        }
    }

    private static void tell(TestDevice device, DayTraffic... days) throws Exception {
        device.say(
                Topics.vitals(device.id()),
                new Vitals(Instant.EPOCH, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(days), List.of(), Optional.empty()));
    }

    private List<Json> ofFleet(LocalDate day) throws Exception {
        return days("traffic?days=400").stream()
                .filter(each -> each.text("day").equals(day.toString()))
                .toList();
    }

    private List<Json> days(String path) throws Exception {
        return shown(path).list("days");
    }

    private Json shown(String path) throws Exception {
        return hub.json(hub.get("/api/v1/" + path));
    }
}
