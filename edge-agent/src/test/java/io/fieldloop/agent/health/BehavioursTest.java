package io.fieldloop.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.Moments;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BehavioursTest {
    private static final StreamName LINE = new StreamName("line");
    private static final ModelRef FIRST = ModelRef.of("light", 1);
    private static final ModelRef SECOND = ModelRef.of("light", 2);
    private static final Prediction RED = new Classified(List.of(new ClassScore("red", 0.9)));
    private static final Prediction NOTHING = new Classified(List.of());

    /** Each look ends a window. */
    private static final Duration AT_ONCE = Duration.ZERO;

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-23T08:00:00Z");
    private final Random random = new Random(7);
    private final List<BehaviourReport> sent = new ArrayList<>();

    @Test
    void answers_areToldByStreamAndVersion() throws Exception {
        try (Behaviours behaviours = open(AT_ONCE)) {
            StreamBehaviour line = behaviours.of(LINE);
            behaviours.of(new StreamName("idle"));
            line.answered(answer(FIRST, RED));
            line.answered(answer(FIRST, NOTHING));
            line.answered(answer(SECOND, RED));

            behaviours.look(this::take);

            assertThat(sent).hasSize(2).allSatisfy(report -> {
                assertThat(report.stream()).isEqualTo(LINE);
                assertThat(report.to()).isEqualTo(now);
                assertThat(report.lost()).isZero();
            });
            assertThat(of(FIRST).classes()).isEqualTo(Map.of("red", 1L, "", 1L));
            assertThat(of(FIRST).scores().count()).isEqualTo(1);
            assertThat(of(FIRST).latencyMicros().quantile(0.5)).isBetween(1_980.0, 2_020.0);
            assertThat(of(SECOND).answers()).isEqualTo(1);
        }
    }

    @Test
    void embedding_isToldOfModelsThatHaveIt() throws Exception {
        try (Behaviours behaviours = open(AT_ONCE)) {
            StreamBehaviour line = behaviours.of(LINE);
            line.answered(new Answer(FIRST, RED, Duration.ofMillis(2), Map.of("features", new float[] {1, 2})));
            line.answered(new Answer(SECOND, RED, Duration.ofMillis(2), Map.of("others", new float[] {1, 2})));

            behaviours.look(this::take);

            assertThat(of(FIRST).embedding())
                    .map(Moments::means)
                    .hasValueSatisfying(means -> assertThat(means).startsWith(1.0, 2.0));
            assertThat(of(SECOND).embedding()).isEmpty();
        }
    }

    @Test
    void windowThatIsNotOver_isNotTold() throws Exception {
        try (Behaviours behaviours = open(Duration.ofHours(1))) {
            behaviours.of(LINE).answered(answer(FIRST, RED));

            behaviours.look(this::take);

            assertThat(sent).isEmpty();
        }
    }

    @Test
    void report_isSentUntilItIsTaken_andOnceAtATime() throws Exception {
        try (Behaviours behaviours = open(AT_ONCE)) {
            behaviours.of(LINE).answered(answer(FIRST, RED));
            var attempts = new ArrayList<Runnable>();
            behaviours.look((report, _, failed) -> {
                sent.add(report);
                attempts.add(failed);
            });
            behaviours.look(this::take);
            assertThat(sent).hasSize(1);

            attempts.getFirst().run();
            behaviours.look(this::take);
            behaviours.look(this::take);

            assertThat(sent).hasSize(2);
            assertThat(sent.getLast()).isEqualTo(sent.getFirst());
        }
    }

    @Test
    void whatWasNotTaken_isToldAfterTheNextStart_withTheWindowThatWasOpen() throws Exception {
        try (Behaviours behaviours = open(AT_ONCE)) {
            StreamBehaviour line = behaviours.of(LINE);
            line.answered(answer(FIRST, RED));
            behaviours.look((report, _, _) -> sent.add(report));
            line.answered(answer(FIRST, NOTHING));
        }
        BehaviourReport underway = sent.removeFirst();

        try (Behaviours behaviours = open(Duration.ofHours(1))) {
            behaviours.look(this::take);
        }

        assertThat(sent.getFirst().id()).isEqualTo(underway.id());
        assertThat(sent)
                .extracting(report -> report.behaviour().classes())
                .containsExactly(Map.of("red", 1L), Map.of("", 1L));
        assertThat(sent).extracting(BehaviourReport::lost).containsOnly(0L);
    }

    @Test
    void windowThatAPowerCutEnds_isCountedAsLost_untilThatIsTold() throws Exception {
        Behaviours cutOff = open(Duration.ofHours(1));
        cutOff.of(LINE).answered(answer(FIRST, RED));
        cutOff.look(this::take);
        Behaviours cutOffAgain = open(Duration.ofHours(1));
        cutOffAgain.look(this::take);

        try (Behaviours behaviours = open(AT_ONCE)) {
            StreamBehaviour line = behaviours.of(LINE);
            behaviours.look(this::take);
            line.answered(answer(FIRST, RED));
            behaviours.look(this::take);
            line.answered(answer(FIRST, RED));
            behaviours.look(this::take);
        }

        assertThat(sent).extracting(BehaviourReport::lost).containsExactly(2L, 0L);
    }

    @Test
    void weeksWithoutAHub_becomeFewerAndLongerWindows_andNoAnswerIsForgotten() throws Exception {
        int windows = 28 * 24;
        Set<Long> attempted = new HashSet<>();
        try (Behaviours behaviours = open(AT_ONCE)) {
            StreamBehaviour line = behaviours.of(LINE);
            for (int window = 0; window < windows; window++) {
                now = now.plus(Duration.ofHours(1));
                line.answered(answer(window % 2 == 0 ? FIRST : SECOND, RED));
                behaviours.look((report, _, failed) -> {
                    attempted.add(report.id());
                    failed.run();
                });
            }
        }

        long bytes = Files.size(folder.resolve("behaviour"));
        try (Behaviours behaviours = open(Duration.ofHours(1))) {
            for (int look = 0; look < Pending.MOST; look++) {
                behaviours.look(this::take);
            }
        }

        assertThat(bytes).isLessThan(64 << 10);
        assertThat(sent).hasSizeLessThanOrEqualTo(Pending.MOST);
        assertThat(sent)
                .extracting(BehaviourReport::id)
                .as("what may have arrived is not told again in a whole")
                .doesNotHaveDuplicates()
                .containsAll(attempted);
        assertThat(sent)
                .allMatch(report -> Duration.between(report.from(), report.to()).compareTo(Duration.ofDays(3)) <= 0);
        assertThat(sent.stream()
                        .mapToLong(report -> report.behaviour().answers())
                        .sum())
                .isEqualTo(windows);
        assertThat(sent).extracting(BehaviourReport::lost).containsOnly(0L);
    }

    @Test
    void fileThatMakesNoSense_isMovedAsideAndCountedAsLost() throws Exception {
        for (byte[] damaged : List.of(
                new byte[3], new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 1}, new byte[] {-1, 0, 0, 0, 0, 0, 0, 0
                })) {
            Path file = Files.write(folder.resolve("behaviour"), damaged);
            sent.clear();

            try (Behaviours behaviours = open(AT_ONCE)) {
                behaviours.of(LINE).answered(answer(FIRST, RED));
                behaviours.look(this::take);
            }

            assertThat(sent).extracting(BehaviourReport::lost).containsExactly(1L);
            assertThat(folder.resolve("behaviour.damaged")).exists();
            assertThat(file).exists();
        }
    }

    @Test
    void answers_makeNoGarbage() throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Behaviours behaviours = open(Duration.ofHours(1))) {
            StreamBehaviour line = behaviours.of(LINE);
            Answer answer = answer(FIRST, RED);
            for (int i = 0; i < 20_000; i++) {
                line.answered(answer);
            }

            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                line.answered(answer);
            }

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000 * 100);
        }
    }

    private Behaviours open(Duration window) throws IOException {
        return Behaviours.open(folder.resolve("behaviour"), window, Optional.of("features"), () -> now, random);
    }

    private void take(BehaviourReport report, Runnable taken, Runnable failed) {
        sent.add(report);
        taken.run();
    }

    private Behaviour of(ModelRef version) {
        return sent.stream()
                .filter(report -> report.model().equals(version))
                .findFirst()
                .orElseThrow()
                .behaviour();
    }

    private static Answer answer(ModelRef version, Prediction prediction) {
        return new Answer(version, prediction, Duration.ofMillis(2));
    }
}
