package io.fieldloop.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class HubTest {
    private final TestHub hub;

    HubTest(TestHub hub) {
        this.hub = hub;
    }

    @Test
    void health_ofAStartedHub_isUp() throws Exception {
        var answer = hub.get("/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(hub.json(answer).text("status")).isEqualTo("UP");
    }

    @Test
    void health_forAnybody_isAStatusAndNothingElse() throws Exception {
        Json anybody = hub.json(hub.send(hub.anonymous("/health")));
        Json admin = hub.json(hub.get("/health"));

        assertThat(anybody.text("status")).isEqualTo("UP");
        assertThat(anybody.isNull("details")).isTrue();
        assertThat(admin.isNull("details")).isFalse();
    }

    @Test
    void prometheus_ofAStartedHub_hasFigures() throws Exception {
        assertThat(hub.get("/prometheus").body()).contains("jvm_memory_used_bytes");
    }
}
