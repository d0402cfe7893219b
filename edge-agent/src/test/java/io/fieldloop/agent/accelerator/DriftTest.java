package io.fieldloop.agent.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.inference.Recent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private final Drift drift = new Drift();

    /** How many looks at answers of one latency it takes until it speaks; 0 when it never does. */
    private int looksUntilItSpeaks(int answers, long medianMicros, Instant from) {
        for (int look = 1; look <= 100; look++) {
            if (drift.look(1_000, recent(answers, medianMicros), from.plusSeconds(look))) {
                return look;
            }
        }
        return 0;
    }

    private static Recent recent(int answers, long medianMicros) {
        return new Recent(answers, medianMicros, Map.of());
    }

    @Test
    void look_staysMuchSlowerThanMeasured_speaksAfterTwelveLooks() {
        assertThat(looksUntilItSpeaks(20, 4_001, NOON)).isEqualTo(12);
    }

    @Test
    void look_asMeasuredOrLittleSlowerOrTooFewAnswers_isSilent() {
        assertThat(looksUntilItSpeaks(1_000, 1_000, NOON)).isZero();
        assertThat(looksUntilItSpeaks(1_000, 4_000, NOON)).isZero();
        assertThat(looksUntilItSpeaks(19, 9_999, NOON)).isZero();
    }

    @Test
    void look_slowForAMoment_startsCountingAnew() {
        for (int look = 0; look < 11; look++) {
            assertThat(drift.look(1_000, recent(20, 9_000), NOON)).isFalse();
        }
        assertThat(drift.look(1_000, recent(20, 1_000), NOON)).isFalse();
        assertThat(looksUntilItSpeaks(20, 9_000, NOON)).isEqualTo(12);
    }

    @Test
    void look_spokeAMomentAgo_isSilentForAnHour() {
        assertThat(looksUntilItSpeaks(20, 9_000, NOON)).isEqualTo(12);
        assertThat(looksUntilItSpeaks(20, 9_000, NOON)).isZero();
        assertThat(looksUntilItSpeaks(20, 9_000, NOON.plus(Duration.ofHours(1))))
                .isPositive();
    }
}
