package io.fieldloop.models.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriggerTest {
    private static final TriggerRule RULE = new TriggerRule(0.6, 0.3, Duration.ofMillis(200));

    @Test
    void score_thatReachesTheThreshold_beginsAnEvent() {
        assertThat(beginnings(0.59, 0.6, 0.9)).containsExactly(1);
    }

    @Test
    void score_thatFallsBelowTheThresholdAlone_doesNotEndTheEvent() {
        assertThat(beginnings(0.9, 0.4, 0.9, 0.3, 0.9)).containsExactly(0);
    }

    @Test
    void score_thatFallsBelowReleaseForAMoment_doesNotEndTheEvent() {
        assertThat(beginnings(0.9, 0.1, 0.9, 0.1, 0.9)).containsExactly(0);
    }

    @Test
    void score_thatStaysBelowRelease_letsTheNextEventBegin() {
        assertThat(beginnings(0.9, 0.1, 0.1, 0.9, 0.1, 0.1, 0.1, 0.4, 0.7)).containsExactly(0, 3, 8);
    }

    @Test
    void rule_outOfBounds_isRefused() {
        assertThatThrownBy(() -> new TriggerRule(0.3, 0.5, Duration.ZERO)).hasMessageContaining("not above threshold");
        assertThatThrownBy(() -> new TriggerRule(1.1, 0.5, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TriggerRule(0.5, Double.NaN, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TriggerRule(0.5, 0.5, Duration.ofMillis(-1)))
                .hasMessageContaining("quiet");
    }

    /** Where events begin in scores that come every 100 ms. */
    private static List<Integer> beginnings(double... scores) {
        var trigger = new Trigger(RULE);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (trigger.begins(scores[i], Duration.ofMillis(100L * i))) {
                found.add(i);
            }
        }
        return found;
    }
}
