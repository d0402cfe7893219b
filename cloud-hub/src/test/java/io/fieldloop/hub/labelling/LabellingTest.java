package io.fieldloop.hub.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.problem.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class LabellingTest {
    private final LabellingBench bench;
    private final Labelling labelling;

    LabellingTest(TestHub hub) {
        bench = new LabellingBench(hub);
        labelling = bench.labelling();
    }

    @Test
    void samples_ofAClassificationModel_openTasks() {
        bench.samples(5);

        assertThat(labelling.summary(bench.model())).isEqualTo(new TaskSummary(5, 0, 0, 0));
    }

    @Test
    void samples_thatCameBeforeTheBrief_openTasksWithIt() {
        var early = bench.anotherModel();
        bench.samplesOf(early, 3);

        bench.putBrief(early);

        assertThat(labelling.summary(early).open()).isEqualTo(3);
    }

    @Test
    void claim_givesTheMostValuableFirstAndNoneTwice() {
        List<UUID> byValue = bench.samples(6);

        assertThat(labelling.claim(bench.model(), 2, "ada").tasks()).isEqualTo(byValue.subList(0, 2));
        assertThat(labelling.claim(bench.model(), 10, "bob").tasks()).isEqualTo(byValue.subList(2, 6));
        assertThat(labelling.claim(bench.model(), 10, "ada").tasks()).isEmpty();
    }

    @Test
    void claim_byEightAtOnce_givesEveryTaskExactlyOnce() throws Exception {
        bench.samples(200);
        Callable<List<UUID>> labeller = () -> IntStream.range(0, 100)
                .mapToObj(_ -> labelling
                        .claim(bench.model(), 3, Thread.currentThread().getName())
                        .tasks())
                .takeWhile(tasks -> !tasks.isEmpty())
                .flatMap(List::stream)
                .toList();

        List<UUID> all;
        try (var threads = Executors.newFixedThreadPool(8)) {
            all = threads
                    .invokeAll(IntStream.range(0, 8).mapToObj(_ -> labeller).toList())
                    .stream()
                    .map(LabellingTest::result)
                    .flatMap(List::stream)
                    .toList();
        }

        assertThat(new HashSet<>(all)).hasSameSizeAs(all);
        assertThat(labelling.claim(bench.model(), 50, "late").tasks())
                .as("what nobody got, because others were claiming it at that moment")
                .hasSize(200 - all.size());
    }

    private static List<UUID> result(Future<List<UUID>> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void lease_thatHasEnded_isGivenToTheNext() {
        UUID task = bench.samples(1).getFirst();
        labelling.claim(bench.model(), 1, "ada");
        bench.endLeases();

        assertThat(labelling.claim(bench.model(), 1, "bob").tasks()).containsExactly(task);
        assertThatThrownBy(() -> labelling.label(task, "bag", 0, "ada"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("bob has claimed this task until");
    }

    @Test
    void label_isKeptWithItsHistory() {
        UUID task = bench.samples(1).getFirst();
        labelling.claim(bench.model(), 1, "ada");

        labelling.label(task, "bag", 0, "ada");
        labelling.label(task, "bag", 0, "ada");
        labelling.label(task, "boot", 0, "ada");
        labelling.undo(task, "ada");
        labelling.skip(task, "blurred", "ada");

        assertThat(bench.history(task))
                .containsExactly("labelled bag ada", "labelled boot ada", "undone null ada", "skipped null ada");
        assertThat(labelling.summary(bench.model())).isEqualTo(new TaskSummary(0, 0, 0, 1));
    }

    @Test
    void undo_givesTheTaskBackToTheCaller() {
        UUID task = bench.samples(1).getFirst();
        labelling.label(task, "bag", 0, "ada");

        labelling.undo(task, "ada");

        assertThat(labelling.summary(bench.model())).isEqualTo(new TaskSummary(0, 1, 0, 0));
        assertThat(labelling.claim(bench.model(), 1, "bob").tasks()).isEmpty();
    }

    @Test
    void label_ofATaskThatSomebodyElseLabelled_isRefused() {
        UUID task = bench.samples(1).getFirst();
        labelling.label(task, "bag", 0, "ada");

        assertThatThrownBy(() -> labelling.label(task, "boot", 0, "bob"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("ada has labelled this task as 'bag' meanwhile");
        assertThatThrownBy(() -> labelling.undo(task, "bob")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> labelling.skip(task, "blurred", "bob")).isInstanceOf(ProblemException.class);
    }

    @Test
    void label_thatIsNoClassOrOfNoGuide_isRefused() {
        UUID task = bench.samples(1).getFirst();

        assertThatThrownBy(() -> labelling.label(task, "cat", 0, "ada"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'cat' is no class of model");
        assertThatThrownBy(() -> labelling.label(task, "bag", 7, "ada"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has no version 7");
        assertThatThrownBy(() -> labelling.label(UUID.randomUUID(), "bag", 0, "ada"))
                .isInstanceOf(ProblemException.class);
    }
}
