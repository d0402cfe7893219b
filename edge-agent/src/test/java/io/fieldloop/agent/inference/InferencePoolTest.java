package io.fieldloop.agent.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.message.Prediction.Classified;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InferencePoolTest {
    private static final int WORKERS = 2;
    private static final int QUEUED = 3;

    @TempDir
    Path folder;

    private final WatchedRuntime runtime = new WatchedRuntime();
    private InferencePool pool;

    @BeforeEach
    void open() {
        pool = new InferencePool(new ModelName("light"), WORKERS, QUEUED);
    }

    @AfterEach
    void close() {
        pool.close();
        assertThat(runtime.closedOnce()).isEqualTo(runtime.loaded());
    }

    private LoadedModel load(int version) throws IOException, ModelException {
        return LoadedModel.load(
                TestPackage.of(version).in(folder.resolve("v" + version)), runtime.runtimes(), LoadOptions.DEFAULT);
    }

    private void serve(int version) throws IOException, ModelException {
        pool.swap(pool.standBy(load(version)));
    }

    @Test
    void infer_noModel_saysSo() {
        assertThat(pool.serving()).isEmpty();
        assertThatThrownBy(() -> pool.infer(new Content.OfImage(TestPackage.image(1))))
                .isInstanceOf(NoModelException.class)
                .hasMessageContaining("no version of model light");
    }

    @Test
    void infer_oneModel_answersAndCounts() throws Exception {
        serve(3);
        Answer answer = pool.infer(new Content.OfImage(TestPackage.image(200)));
        assertCorrect(answer, 200);
        assertThat(answer.model().version()).isEqualTo(3);
        assertThat(pool.serving()).hasValue(new Served(answer.model(), "fp32", "cpu"));
        Counters counters = pool.counters();
        assertThat(counters.inferences()).isEqualTo(1);
        assertThat(counters.failed()).isZero();
        assertThat(counters.latencyP95Micros())
                .isBetween(answer.took().toNanos() / 1000, answer.took().toNanos() / 1000 * 33 / 32 + 1);
    }

    private static void assertCorrect(Answer answer, int brightness) {
        double expected = TestPackage.probability(answer.model().version(), brightness);
        Classified classes = (Classified) answer.prediction();
        double bright = classes.classes().stream()
                .filter(score -> score.label().equals("bright"))
                .findFirst()
                .orElseThrow()
                .score();
        assertThat(bright).as("%s of %d", answer.model(), brightness).isCloseTo(expected, within(1e-5));
    }

    @Test
    void swap_twoHundredTimesUnderLoad_losesNoRequestAndEveryAnswerIsOfTheVersionItNames() throws Exception {
        serve(1);
        int callers = 8;
        CountDownLatch swapped = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Future<Integer>> answered = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int seed = caller;
                answered.add(threads.submit(() -> inferUntil(swapped, new Random(seed))));
            }
            for (int swap = 0; swap < 200; swap++) {
                serve(1 + (swap + 1) % 2);
            }
            swapped.countDown();
            int total = 0;
            for (Future<Integer> one : answered) {
                total += one.get();
            }
            assertThat(pool.counters().inferences()).isEqualTo(total).isGreaterThan(200);
            assertThat(pool.counters().failed()).isZero();
        }
        assertThat(runtime.loaded()).isEqualTo(201);
        Wait.until("every version but the last is closed", () -> runtime.closedOnce() == 200);
    }

    private void inferWhateverComes() {
        var _ = catchThrowable(() -> pool.infer(new Content.OfImage(TestPackage.image(1))));
    }

    private int inferUntil(CountDownLatch done, Random random) throws Exception {
        int answered = 0;
        while (done.getCount() > 0) {
            int brightness = random.nextInt(256);
            assertCorrect(pool.infer(new Content.OfImage(TestPackage.image(brightness))), brightness);
            answered++;
        }
        return answered;
    }

    @Test
    void swap_requestInHand_isFinishedByTheOldVersionWhichIsThenClosed() throws Exception {
        Semaphore running = new Semaphore(0);
        Semaphore mayGoOn = new Semaphore(0);
        serve(1);
        runtime.beforeRun(file -> {
            if (file.startsWith(folder.resolve("v1"))) {
                running.release();
                mayGoOn.acquireUninterruptibly();
            }
        });
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Answer> inHand = threads.submit(() -> pool.infer(new Content.OfImage(TestPackage.image(9))));
            running.acquire();
            serve(2);
            assertThat(pool.infer(new Content.OfImage(TestPackage.image(9)))
                            .model()
                            .version())
                    .isEqualTo(2);
            assertThat(runtime.closedOnce()).isZero();
            mayGoOn.release();
            assertThat(inHand.get().model().version()).isEqualTo(1);
            assertCorrect(inHand.get(), 9);
        }
        // The worker that had it closes it, right after it answered.
        await(() -> runtime.closedOnce() == 1);
    }

    private static void await(BooleanSupplier condition) {
        for (long start = System.nanoTime(); !condition.getAsBoolean(); Thread.onSpinWait()) {
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(20).toNanos());
        }
    }

    @Test
    void infer_queueIsFull_waitsAndCanBeInterrupted() throws Exception {
        Semaphore mayGoOn = new Semaphore(0);
        serve(1);
        runtime.beforeRun(_ -> mayGoOn.acquireUninterruptibly());
        List<Thread> callers = new ArrayList<>();
        AtomicReference<Throwable> last = new AtomicReference<>();
        for (int i = 0; i < WORKERS + QUEUED; i++) {
            callers.add(Thread.ofVirtual().start(this::inferWhateverComes));
        }
        callers.forEach(caller -> await(() -> caller.getState() == Thread.State.WAITING));
        Thread held = Thread.ofPlatform()
                .start(() -> last.set(catchThrowable(() -> pool.infer(new Content.OfImage(TestPackage.image(1))))));
        await(() -> held.getState() == Thread.State.WAITING);
        held.interrupt();
        held.join();
        assertThat(last.get()).isInstanceOf(InterruptedException.class);
        mayGoOn.release(WORKERS + QUEUED);
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(pool.counters().inferences()).isEqualTo(WORKERS + QUEUED);
    }

    @Test
    void infer_callerWasInterrupted_isNotRunAnyMore() throws Exception {
        Semaphore mayGoOn = new Semaphore(0);
        serve(1);
        runtime.beforeRun(_ -> mayGoOn.acquireUninterruptibly());
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Thread caller = Thread.ofVirtual().start(this::inferWhateverComes);
            await(() -> caller.getState() == Thread.State.WAITING);
            running.add(caller);
        }
        Thread waiting = Thread.ofVirtual().start(this::inferWhateverComes);
        await(() -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();
        waiting.join();
        mayGoOn.release(10);
        for (Thread caller : running) {
            caller.join();
        }
        pool.infer(new Content.OfImage(TestPackage.image(1)));
        assertThat(pool.counters().inferences()).isEqualTo(WORKERS + 1);
    }

    @Test
    void infer_takesLongerThanItMay_isGivenUp_andWhatStillWaitedIsNotRun() throws Exception {
        Semaphore mayGoOn = new Semaphore(0);
        serve(1);
        runtime.beforeRun(_ -> mayGoOn.acquireUninterruptibly());
        for (int i = 0; i < WORKERS + QUEUED + 1; i++) { // in hand, queued, and not even that
            assertThatThrownBy(() -> pool.infer(new Content.OfImage(TestPackage.image(1)), Duration.ofMillis(5)))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("within PT0.005S");
        }
        mayGoOn.release(WORKERS + 1);
        assertCorrect(pool.infer(new Content.OfImage(TestPackage.image(77)), Duration.ofMinutes(1)), 77);
        assertThat(pool.counters().inferences()).isLessThanOrEqualTo(WORKERS + 1);
    }

    @Test
    void infer_modelFails_isToldAndTheNextIsAnswered() throws Exception {
        serve(1);
        runtime.beforeRun(_ -> {
            throw new ModelException(Reason.RUN_FAILED, "out of luck");
        });
        assertThatThrownBy(() -> pool.infer(new Content.OfImage(TestPackage.image(1))))
                .hasMessage("out of luck");
        runtime.beforeRun(_ -> {
            throw new StackOverflowError("deep");
        });
        assertThatThrownBy(() -> pool.infer(new Content.OfImage(TestPackage.image(1))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("deep");
        runtime.beforeRun(WatchedRuntime.Hook.NONE);
        assertCorrect(pool.infer(new Content.OfImage(TestPackage.image(77))), 77);
        assertThat(pool.counters().failed()).isEqualTo(2);
        assertThat(pool.counters().inferences()).isEqualTo(1);
    }

    @Test
    void await_enoughAnswers_endsWithTheTally() throws Exception {
        Standby standby = pool.standBy(load(1));
        pool.swap(standby);
        pool.infer(new Content.OfImage(TestPackage.image(1)));
        pool.infer(new Content.OfImage(TestPackage.image(255)));
        Tally tally = standby.await(now -> now.answered() == 2, Duration.ofMinutes(1));
        assertThat(tally).isEqualTo(new Tally(2, 2, 0, "", tally.recent()));
        assertThat(tally.recent().firsts()).isEqualTo(Map.of("dark", 1, "bright", 1));
        assertThat(tally.recent().medianMicros()).isPositive();
        assertThat(pool.tally()).contains(tally);
    }

    @Test
    void await_failures_areToldAtOnce() throws Exception {
        Standby standby = pool.standBy(load(1));
        pool.swap(standby);
        runtime.beforeRun(_ -> {
            throw new ModelException(Reason.RUN_FAILED, "no");
        });
        inferWhateverComes();
        assertThat(standby.await(_ -> false, Duration.ZERO)).isEqualTo(new Tally(1, 0, 1, "no", Recent.NONE));
        Thread caller = Thread.ofVirtual().start(this::inferWhateverComes);
        assertThat(standby.await(now -> now.failed() == 2, Duration.ofMinutes(1))
                        .ended())
                .isEqualTo(2);
        caller.join();
    }

    @Test
    void recent_sinceLastAskedAndOfThisVersion_atMostTheLatest() throws Exception {
        assertThat(pool.recent()).isEqualTo(Recent.NONE);
        serve(1);
        for (int i = 0; i < 600; i++) {
            pool.infer(new Content.OfImage(TestPackage.image(i < 88 ? 1 : 255)));
        }
        assertThat(pool.recent().firsts()).isEqualTo(Map.of("bright", 512));
        assertThat(pool.recent()).isEqualTo(Recent.NONE);
        assertThat(pool.tally().orElseThrow().recent().answers()).isEqualTo(512);
        pool.infer(new Content.OfImage(TestPackage.image(1)));
        serve(2);
        assertThat(pool.recent()).isEqualTo(Recent.NONE);
    }

    @Test
    void clear_thenInfer_hasNoModel() throws Exception {
        serve(1);
        pool.clear();
        assertThat(pool.serving()).isEmpty();
        assertThatThrownBy(() -> pool.infer(new Content.OfImage(TestPackage.image(1))))
                .isInstanceOf(NoModelException.class);
        assertThat(runtime.closedOnce()).isEqualTo(1);
    }

    @Test
    void standBy_notSwappedIn_isClosedByItsOwner() throws Exception {
        serve(1);
        pool.standBy(load(2)).close();
        assertThat(runtime.closedOnce()).isEqualTo(1);
        assertThat(pool.infer(new Content.OfImage(TestPackage.image(1))).model().version())
                .isEqualTo(1);
    }

    @Test
    void close_requestsWait_failsThemAndClosesTheModel() throws Exception {
        Semaphore mayGoOn = new Semaphore(0);
        serve(1);
        runtime.beforeRun(_ -> mayGoOn.acquireUninterruptibly());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> callers = new ArrayList<>();
            for (int i = 0; i < WORKERS + QUEUED + 4; i++) {
                callers.add(threads.submit(() -> pool.infer(new Content.OfImage(TestPackage.image(1)))));
            }
            await(mayGoOn::hasQueuedThreads);
            Future<?> closing = threads.submit(pool::close);
            mayGoOn.release(WORKERS);
            closing.get();
            mayGoOn.release(100);
            for (Future<Answer> caller : callers) {
                assertEnded(caller);
            }
        }
        assertThatThrownBy(() -> pool.infer(new Content.OfImage(TestPackage.image(1))))
                .hasMessageContaining("have ended");
        serve(2);
        assertThat(pool.serving()).isEmpty();
    }

    private static void assertEnded(Future<Answer> caller) throws InterruptedException {
        try {
            assertCorrect(caller.get(), 1);
        } catch (ExecutionException e) {
            assertThat(e).hasRootCauseInstanceOf(ModelException.class);
        }
    }
}
