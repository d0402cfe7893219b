package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Answers.NOON;
import static io.fieldloop.agent.capture.Answers.classified;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.capture.CaptureRule.Shadow;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.ShadowCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a real shadow, which tells bright from dark images. */
@Timeout(60)
final class ShadowingTest {
    private static final StreamName LINE = new StreamName("line");
    private static final StreamName GATE = new StreamName("gate");
    private static final ModelName TWIN = new ModelName("twin");
    private static final Prediction BRIGHT = classified("bright", 0.9, "dark", 0.1);
    private static final int VERSION = 4;

    private final InferencePool pool = new InferencePool(TWIN, 1, 1);
    private final ShadowModel shadow = new ShadowModel(pool);
    private final List<Chosen<Integer>> chosen = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void inputThatTheShadowSeesOtherwise_isChosen_byHowSureBothAre() throws Exception {
        load();
        Shadowing<Integer> shadowing = shadowing(LINE, 1, 0);

        shadowing.look(1, NOON, BRIGHT, () -> image(255));
        Wait.until("it answered", () -> isFree(shadowing, 1));
        shadowing.look(2, NOON, BRIGHT, () -> image(0));
        Wait.until("it answered", () -> isFree(shadowing, 2));

        double sure = TestPackage.probability(VERSION, 255); // as it is of bright that it is bright
        assertThat(chosen).singleElement().satisfies(one -> {
            assertThat(one.input()).isEqualTo(2);
            assertThat(one.at()).isEqualTo(NOON);
            assertThat(one.choice().rules()).containsExactly("shadow");
            assertThat(one.choice().value()).isEqualTo(sure, Offset.offset(1e-4));
        });
        assertThat(shadowing.counts()).isEqualTo(new ShadowCounts(LINE, TWIN, Optional.of(VERSION), 2, 1, 0, 0));
    }

    @Test
    void contradictionThatIsTooSmall_choosesNothing() throws Exception {
        load();
        Shadowing<Integer> shadowing = shadowing(LINE, 1, 0.95);

        shadowing.look(1, NOON, BRIGHT, () -> image(0));

        Wait.until("it answered", () -> isFree(shadowing, 1));
        assertThat(chosen).isEmpty();
        assertThat(shadowing.counts().disagreed()).isZero();
    }

    @Test
    void oneInTen_isAskedAbout() throws Exception {
        load();
        Shadowing<Integer> shadowing = shadowing(LINE, 10, 0);
        for (int i = 0; i < 10; i++) {
            shadowing.look(i, NOON, BRIGHT, () -> image(0));
        }
        Wait.until("it answered", () -> isFree(shadowing, 1));

        shadowing.look(10, NOON, BRIGHT, () -> image(0));

        Wait.until("it answered", () -> isFree(shadowing, 2));
        assertThat(chosen).extracting(Chosen::input).containsExactly(0, 10);
        assertThat(shadowing.counts().passedOver()).isZero();
    }

    @Test
    void inputThatComesWhileItIsBusy_isPassedOver_alsoOfAnotherStream() throws Exception {
        load();
        Shadowing<Integer> line = shadowing(LINE, 1, 0);
        Shadowing<Integer> gate = shadowing(GATE, 1, 0);
        CountDownLatch decoded = new CountDownLatch(1);
        line.look(1, NOON, BRIGHT, () -> after(decoded, 0));

        line.look(2, NOON, BRIGHT, () -> image(0));
        gate.look(3, NOON, BRIGHT, () -> image(0));
        decoded.countDown();
        Wait.until("it answered", () -> isFree(line, 1));

        assertThat(chosen).extracting(Chosen::input).containsExactly(1);
        assertThat(line.counts()).isEqualTo(new ShadowCounts(LINE, TWIN, Optional.of(VERSION), 1, 1, 1, 0));
        assertThat(gate.counts()).isEqualTo(new ShadowCounts(GATE, TWIN, Optional.of(VERSION), 0, 0, 1, 0));
    }

    @Test
    void whileNoVersionIsLoaded_thereIsNoAnswer_andThenThereIs() throws Exception {
        Shadowing<Integer> shadowing = shadowing(LINE, 1, 0);
        shadowing.look(1, NOON, BRIGHT, () -> image(0));
        Wait.until("it gave up", () -> isFree(shadowing, 1));
        assertThat(shadowing.counts()).isEqualTo(new ShadowCounts(LINE, TWIN, Optional.empty(), 1, 0, 0, 1));

        load();
        shadowing.look(2, NOON, BRIGHT, () -> image(0));

        Wait.until("it answered", () -> isFree(shadowing, 2));
        assertThat(chosen).extracting(Chosen::input).containsExactly(2);
    }

    @Test
    void closing_endsWhatIsBeingAsked_thoughItNeverWould() throws Exception {
        load();
        Shadowing<Integer> shadowing = shadowing(LINE, 1, 0);
        shadowing.look(1, NOON, BRIGHT, () -> after(new CountDownLatch(1), 0));

        shadowing.close();

        Wait.until("it ended", () -> isFree(shadowing, 1));
        assertThat(chosen).isEmpty();
    }

    /** Whether it was asked so often, and nothing is asked now. */
    private boolean isFree(Shadowing<Integer> shadowing, long asked) {
        boolean isFree = shadowing.counts().asked() == asked && shadow.take();
        if (isFree) {
            shadow.leave();
        }
        return isFree;
    }

    private Shadowing<Integer> shadowing(StreamName stream, long oneIn, double above) {
        return new Shadowing<>(stream, new Shadow(TWIN, oneIn, above), shadow, chosen::add);
    }

    private static Content image(int brightness) {
        return new Content.OfImage(TestPackage.image(brightness));
    }

    /** One that takes long to read. */
    private static Content after(CountDownLatch latch, int brightness) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return image(brightness);
    }

    private void load() throws Exception {
        pool.swap(pool.standBy(LoadedModel.load(
                TestPackage.of(VERSION).in(folder.resolve("twin")), Runtimes.available(), LoadOptions.DEFAULT)));
    }
}
