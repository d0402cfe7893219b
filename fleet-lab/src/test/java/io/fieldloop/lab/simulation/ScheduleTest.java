package io.fieldloop.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

    @Test
    void schedule_ofTheSameSeed_isTheSame() {
        assertThat(Schedule.of(7, ALL, 300, 20)).isEqualTo(Schedule.of(7, ALL, 300, 20));
        assertThat(Schedule.of(7, ALL, 300, 20)).isNotEqualTo(Schedule.of(8, ALL, 300, 20));
    }

    @Test
    void schedule_thatIsLongEnough_hasEveryFault() {
        List<FaultEvent> events = Schedule.of(3, ALL, Fault.values().length, 5);
        assertThat(events).extracting(FaultEvent::fault).containsExactlyInAnyOrder(Fault.values());
        assertThat(events).allSatisfy(event -> assertThat(event.device()).isBetween(0, 4));
    }

    @Test
    void event_asText_isReadBack() {
        for (FaultEvent event : Schedule.of(3, ALL, 50, 5)) {
            assertThat(FaultEvent.parse(event.toString())).isEqualTo(event);
        }
    }
}
