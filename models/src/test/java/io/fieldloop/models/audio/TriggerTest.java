package io.fieldloop.models.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriggerTest {
    private static final ThresholdEvents RULE = rule(0.6, 0.3, 1, 200);

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
    void scoresThatReachTheThreshold_beginAnEventOnceThereAreEnoughInARow() {
        assertThat(beginnings(rule(0.6, 0.3, 3, 200), 0.9, 0.9, 0.4, 0.9, 0.9, 0.9, 0.9))
                .containsExactly(5);
    }

    @Test
    void rule_outOfBounds_isRefused() {
        assertThatThrownBy(() -> rule(0.3, 0.5, 1, 0)).hasMessageContaining("not above threshold");
        assertThatThrownBy(() -> rule(1.1, 0.5, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rule(0.5, Double.NaN, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rule(0.5, 0.5, 0, 0)).hasMessageContaining("patience");
        assertThatThrownBy(() -> rule(0.5, 0.5, 1, -1)).hasMessageContaining("quiet");
    }

    private static ThresholdEvents rule(double threshold, double release, int patience, int quietMillis) {
        return new ThresholdEvents(threshold, release, patience, Duration.ofMillis(quietMillis));
    }

    private static List<Integer> beginnings(double... scores) {
        return beginnings(RULE, scores);
    }

    /** Where events begin in scores that come every 100 ms. */
    private static List<Integer> beginnings(ThresholdEvents rule, double... scores) {
        var trigger = new Trigger(rule);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (trigger.begins(scores[i], Duration.ofMillis(100L * i))) {
                found.add(i);
            }
        }
        return found;
    }
}
