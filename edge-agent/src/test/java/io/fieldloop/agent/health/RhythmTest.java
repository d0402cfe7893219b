package io.fieldloop.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.protocol.message.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RhythmTest {
    private long nanos;
    private final Rhythm rhythm = new Rhythm(() -> nanos);

    @Test
    void vitals_whileSomethingHappens_areAlwaysDue() {
        assertThat(rhythm.isDue(vitals(0, 5))).isTrue();
        assertThat(rhythm.isDue(vitals(1, 5))).isTrue();
        assertThat(rhythm.isDue(vitals(2, 5))).isTrue();
    }

    @Test
    void vitals_whileNothingHappens_areDueOnceAMinute_whateverGoesUpAndDown() {
        assertThat(rhythm.isDue(vitals(1, 5))).isTrue();
        nanos = Duration.ofSeconds(59).toNanos();
        assertThat(rhythm.isDue(vitals(1, 6))).isFalse();
        nanos = Duration.ofSeconds(60).toNanos();
        assertThat(rhythm.isDue(vitals(1, 6))).isTrue();
        assertThat(rhythm.isDue(vitals(1, 7))).isFalse();
    }

    @Test
    void vitals_afterANewBeginning_areDue() {
        assertThat(rhythm.isDue(vitals(1, 5))).isTrue();

        rhythm.beginAnew();

        assertThat(rhythm.isDue(vitals(1, 5))).isTrue();
    }

    private static Vitals vitals(long inferences, long residentBytes) {
        return new Vitals(
                Instant.EPOCH,
                inferences,
                0,
                0,
                0,
                0,
                residentBytes,
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                Optional.empty());
    }
}
