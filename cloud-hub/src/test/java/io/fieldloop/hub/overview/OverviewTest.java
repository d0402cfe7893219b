package io.fieldloop.hub.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.TestSampleBatches;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.topic.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class OverviewTest {
    private final TestHub hub;

    OverviewTest(TestHub hub) {
        this.hub = hub;
    }

    @Test
    void overview_countsWhatTheHubHas() throws Exception {
        StreamName line = new StreamName("line");
        Json before = hub.json(hub.get("/api/v1/overview"));
        try (TestDevice device =
                TestDevice.enrolled(hub, TestHub.name("counted")).connect()) {
            device.say(Topics.samples(device.id(), line), TestSampleBatches.of(1, line, 1, 9));
            device.hearReceipts();
        }

        Json after = hub.json(hub.get("/api/v1/overview"));
        assertThat(after.number("samples/stored") - before.number("samples/stored"))
                .isEqualTo(9);
        assertThat(after.number("devices/new") - before.number("devices/new")).isEqualTo(1);
        assertThat(after.list("samples/lastMinute")).hasSize(60);
        assertThat(after.list("samples/lastMinute").stream()
                        .mapToLong(s -> s.node().getLongValue())
                        .sum())
                .isGreaterThanOrEqualTo(9);
        for (String figure : new String[] {"labels", "openTasks", "quarantined", "runningRollouts"}) {
            assertThat(after.number(figure)).as(figure).isNotNegative();
        }
        assertThat(after.text("version")).isNotEmpty();
        assertThat(after.text("address")).isEqualTo(hub.deviceUrl().getHost());
        assertThat(after.number("devicePort")).isEqualTo(hub.deviceUrl().getPort());
    }
}
