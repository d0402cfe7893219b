package io.fieldloop.agent.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.inference.Recent;
import io.fieldloop.agent.inference.Tally;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Soak SOAK = new Soak(200, Duration.ofSeconds(30), 1, 3, 0.5);
    private static final Recent BEFORE = new Recent(100, 2_000, Map.of("coat", 50, "shoe", 50));
    private static final Judge JUDGE = new Judge(SOAK, Optional.of(tally(0, BEFORE)));

    private static Tally tally(int failed, Recent recent) {
        return new Tally(recent.answers() + failed, recent.answers(), failed, "no", recent);
    }

    private static Tally failing(int answered, int failed) {
        return tally(failed, new Recent(answered, 2_000, Map.of("coat", answered)));
    }

    @Test
    void objection_failuresWithinBounds_isNone() {
        assertThat(JUDGE.objection(failing(3, 1))).isEmpty();
        assertThat(JUDGE.objection(failing(3, 2)))
                .contains("of 5 inferences 3 were answered and 2 failed; the last failure: no");
    }

    @Test
    void objection_versionBeforeFailedToo_allowsTwiceItsShareButNeverHalf() {
        Judge lenient = new Judge(SOAK, Optional.of(failing(90, 10)));
        assertThat(lenient.objection(failing(12, 4))).isEmpty();
        assertThat(lenient.objection(failing(12, 5))).isPresent();
        Judge hopeless = new Judge(SOAK, Optional.of(failing(0, 10)));
        assertThat(hopeless.objection(failing(0, 2))).isEmpty();
        assertThat(hopeless.objection(failing(0, 3))).isPresent();
    }

    @Test
    void objection_latencyBeyondTheFactorAndAMillisecond_isPresent() {
        assertThat(JUDGE.objection(tally(0, new Recent(20, 7_000, Map.of())))).isEmpty();
        assertThat(JUDGE.objection(tally(0, new Recent(20, 7_001, Map.of()))))
                .contains("the median of 20 answers took 7001 µs, where the version before needed 2000 µs");
        assertThat(JUDGE.objection(tally(0, new Recent(19, 70_000, Map.of())))).isEmpty();
    }

    @Test
    void objection_mixOfLabelsBeyondTheShare_isPresent() {
        assertThat(JUDGE.objection(tally(0, new Recent(50, 1, Map.of("coat", 50)))))
                .isEmpty();
        assertThat(JUDGE.objection(tally(0, new Recent(50, 1, Map.of("coat", 24, "bag", 26)))))
                .hasValueSatisfying(why -> assertThat(why).contains("differs by 0.52"));
        assertThat(JUDGE.objection(tally(0, new Recent(49, 1, Map.of("bag", 49)))))
                .isEmpty();
    }

    @Test
    void objection_noneServedBefore_onlyFailuresCount() {
        Judge first = new Judge(SOAK, Optional.empty());
        assertThat(first.objection(tally(1, new Recent(100, 1_000_000, Map.of("bag", 100)))))
                .isEmpty();
        assertThat(first.objection(failing(100, 2))).isPresent();
    }

    @Test
    void isOver_enoughAnswersOrAnObjection() {
        assertThat(JUDGE.isOver(tally(0, BEFORE))).isFalse();
        assertThat(JUDGE.isOver(tally(0, new Recent(200, 2_000, BEFORE.firsts()))))
                .isTrue();
        assertThat(JUDGE.isOver(failing(0, 2))).isTrue();
    }
}
