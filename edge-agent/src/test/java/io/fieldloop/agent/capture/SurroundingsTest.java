package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Answers.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.capture.CaptureRule.Around;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One input a second, named by the second. */
final class SurroundingsTest {
    private static final Optional<Choice> EVENT = Optional.of(new Choice(List.of("flicker"), 0.8));
    private static final Optional<Choice> NO_EVENT = Optional.of(new Choice(List.of("random"), 0.5));

    @Test
    void event_bringsWhatCameBefore_oldestFirst_andWhatFollows_lessTheFartherAway() {
        var surroundings = surroundings(Long.MAX_VALUE);
        quiet(surroundings, 0, 10);

        List<Chosen<Integer>> chosen = surroundings.take(10, at(10), 1, EVENT);

        assertThat(chosen).extracting(Chosen::input).containsExactly(7, 8, 9, 10);
        assertThat(chosen)
                .extracting(c -> c.choice().rules().getFirst())
                .containsExactly("around", "around", "around", "flicker");
        assertThat(chosen).extracting(c -> Math.round(c.choice().value() * 100)).containsExactly(20L, 40L, 60L, 80L);
        assertThat(chosen).extracting(Chosen::at).containsExactly(at(7), at(8), at(9), at(10));
        assertThat(take(surroundings, 11)).singleElement().satisfies(after -> {
            assertThat(after.choice().rules()).containsExactly("around");
            assertThat(after.choice().value()).isEqualTo(0.4);
        });
        assertThat(take(surroundings, 12)).isEmpty();
    }

    @Test
    void whatOtherRulesChoose_isNoEvent_andNotCapturedTwice() {
        var surroundings = surroundings(Long.MAX_VALUE);
        quiet(surroundings, 0, 3);

        assertThat(surroundings.take(3, at(3), 1, NO_EVENT))
                .extracting(Chosen::input)
                .containsExactly(3);
        assertThat(surroundings.take(4, at(4), 1, EVENT))
                .extracting(Chosen::input)
                .containsExactly(1, 2, 4);
        assertThat(surroundings.take(5, at(5), 1, EVENT))
                .extracting(Chosen::input)
                .containsExactly(5);
    }

    @Test
    void whatIsChosenLate_isNotAlsoAroundItself_norAroundWhatComesLater() {
        var surroundings = surroundings(Long.MAX_VALUE);
        quiet(surroundings, 0, 3);

        assertThat(surroundings.take(1, at(1), 0, EVENT))
                .extracting(Chosen::input)
                .containsExactly(0, 2, 1);
        quiet(surroundings, 4, 6);
        assertThat(surroundings.take(4, at(4), 0, NO_EVENT))
                .extracting(Chosen::input)
                .containsExactly(4);
        assertThat(surroundings.take(6, at(6), 1, EVENT))
                .extracting(Chosen::input)
                .containsExactly(5, 6);
    }

    @Test
    void memory_isBounded_theOldestGoes() {
        var surroundings = surroundings(25);
        for (int second = 0; second < 3; second++) {
            surroundings.take(second, at(second), 10, Optional.empty());
        }
        surroundings.take(99, at(3), 26, Optional.empty());

        assertThat(surroundings.take(4, at(4), 10, EVENT))
                .as("one alone is too large")
                .extracting(Chosen::input)
                .containsExactly(4);
        surroundings.take(20, at(20), 10, Optional.empty());
        surroundings.take(21, at(21), 10, Optional.empty());
        surroundings.take(22, at(22), 10, Optional.empty());
        assertThat(surroundings.take(23, at(23), 10, EVENT))
                .extracting(Chosen::input)
                .containsExactly(21, 22, 23);
    }

    @Test
    void clockThatIsSetBack_endsWhatFollowed() {
        var surroundings = surroundings(Long.MAX_VALUE);
        surroundings.take(0, at(0), 1, EVENT);

        assertThat(surroundings.take(1, Instant.EPOCH, 1, Optional.empty())).isEmpty();
    }

    private static Surroundings<Integer> surroundings(long maxBytes) {
        return new Surroundings<>(
                new Around(List.of("flicker"), Duration.ofSeconds(4), Duration.ofSeconds(2), maxBytes));
    }

    private static void quiet(Surroundings<Integer> surroundings, int from, int to) {
        for (int second = from; second < to; second++) {
            assertThat(take(surroundings, second)).isEmpty();
        }
    }

    private static List<Chosen<Integer>> take(Surroundings<Integer> surroundings, int second) {
        return surroundings.take(second, at(second), 1, Optional.empty());
    }

    private static Instant at(int second) {
        return NOON.plusSeconds(second);
    }
}
