package io.fieldloop.models.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The chain of openWakeWord. What it makes of words is shown by the command that listens. */
class ListenerTest {
    private static final int RATE = 16_000;
    private static final Path HERE = Path.of("");
    private static final long MOST_BYTES_PER_SCORE = 8_192;

    @Test
    void speechFeatures_areTheSameInBothFormats() throws Exception {
        short[] sound = siren(4);

        List<float[]> onnx = features("onnx", sound);
        List<float[]> tflite = features("tflite", sound);

        // The first window takes 76 rows of 10 ms, each further one 8, as a step of the spectrogram gives.
        assertThat(onnx).hasSizeBetween(38, 45);
        assertThat(tflite).hasSameSizeAs(onnx);
        for (int i = 0; i < onnx.size(); i++) {
            assertThat(tflite.get(i)).containsExactly(onnx.get(i), within(0.05f));
        }
        assertThat(onnx.getLast()).isNotEqualTo(onnx.getFirst());
    }

    @Test
    void sound_isHeardAlikeHoweverItIsCut() throws Exception {
        List<float[]> whole = features("onnx", siren(2), RATE * 2);

        assertThat(features("onnx", siren(2), 1_280)).containsExactlyElementsOf(whole);
        assertThat(features("onnx", siren(2), 7)).containsExactlyElementsOf(whole);
    }

    @Test
    void siren_isNoWord() throws Exception {
        List<Heard> heard = new ArrayList<>();
        short[] sound = siren(4);
        for (String format : List.of("onnx", "tflite")) {
            try (Listener listener = listen(chain(stages(format)), heard)) {
                listener.hear(sound, sound.length);
            }
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void hearing_allocatesNextToNothing() throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        short[] sound = siren(1);
        try (Listener listener = listen(chain(stages("onnx")), new ArrayList<>())) {
            long spent = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 20 && spent > MOST_BYTES_PER_SCORE; attempt++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                listener.hear(sound, sound.length);
                spent = (threads.getCurrentThreadAllocatedBytes() - before) / (RATE / 1_280);
            }
            assertThat(spent).isLessThan(MOST_BYTES_PER_SCORE);
        }
    }

    @Test
    void stagesThatDoNotFit_areNamed() {
        List<Stage> stages = stages("onnx");

        assertRefused(List.of(stages.get(0), stages.get(2)), "melspectrogram.onnx gives 256 values, which are no rows");
        assertRefused(List.of(stages.get(1)), "embedding_model.onnx takes rows of 32 values, but sound has one");
        assertRefused(
                List.of(new Stage(stages.get(1).file(), 75, 8, 1, 0)), "embedding_model.onnx takes", "of 75 rows");
        assertRefused(stages.subList(0, 2), "embedding_model.onnx gives 96 values, which are no rows of 5");
        assertRefused(List.of(new Stage(Path.of("absent.onnx"), 1, 1, 1, 0)), "absent.onnx");
    }

    @Test
    void chainThatTakesTooLongToItsFirstScore_isRefused() {
        var window = new Stage(stages("onnx").getFirst().file(), RATE * 61, 1, 1, 0);
        List<String> bands =
                IntStream.range(0, 32).mapToObj(band -> "band " + band).toList();

        assertThatThrownBy(() -> listen(new Chain(RATE, 32_768, List.of(window), bands, rule()), new ArrayList<>()))
                .isInstanceOf(ModelException.class)
                .hasMessage("the chain gives no score for the first 60 s of sound");
    }

    private static void assertRefused(List<Stage> stages, String... said) {
        var chain = new Chain(RATE, 32_768, stages, List.of("a", "b", "c", "d", "e"), rule());
        assertThatThrownBy(() -> listen(chain, new ArrayList<>()))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(said);
    }

    private static Listener listen(Chain chain, List<Heard> heard) throws ModelException {
        return Listener.open(chain, HERE, Runtimes.available(), LoadOptions.DEFAULT, heard::add);
    }

    private static Chain chain(List<Stage> stages) {
        return new Chain(RATE, 32_768, stages, List.of("alexa"), rule());
    }

    private static TriggerRule rule() {
        return new TriggerRule(0.5, 0.2, Duration.ofMillis(500));
    }

    private static List<Stage> stages(String format) {
        return List.of(
                new Stage(TestAssets.file("speech-features", "melspectrogram." + format), 1_760, 1_280, 0.1, 2),
                new Stage(TestAssets.file("speech-features", "embedding_model." + format), 76, 8, 1, 0),
                new Stage(TestAssets.file("wake-words", "alexa_v0.1." + format), 16, 1, 1, 0));
    }

    private static List<float[]> features(String format, short[] sound) throws ModelException {
        return features(format, sound, sound.length);
    }

    /** What the first two stages make of sound that comes in pieces. */
    private static List<float[]> features(String format, short[] sound, int pieceLength) throws ModelException {
        List<float[]> found = new ArrayList<>();
        List<Stage> stages = stages(format);
        try (StageRun mel = StageRun.open(stages.get(0), HERE, Runtimes.available(), LoadOptions.DEFAULT);
                StageRun embedding = StageRun.open(stages.get(1), HERE, Runtimes.available(), LoadOptions.DEFAULT)) {
            mel.passTo(embedding, embedding.rowWidth());
            embedding.passTo((values, count) -> found.add(Arrays.copyOf(values, count)), 96);
            for (int first = 0; first < sound.length; first += pieceLength) {
                int count = Math.min(pieceLength, sound.length - first);
                float[] piece = new float[count];
                for (int i = 0; i < count; i++) {
                    piece[i] = sound[first + i];
                }
                mel.take(piece, count);
            }
        }
        return found;
    }

    /** A tone with overtones that rises and falls. */
    private static short[] siren(int seconds) {
        short[] sound = new short[RATE * seconds];
        double phase = 0;
        for (int i = 0; i < sound.length; i++) {
            phase += 2 * Math.PI * (300 + 200 * Math.sin(2 * Math.PI * i / RATE)) / RATE;
            sound[i] = (short) (6_000 * Math.sin(phase) + 3_000 * Math.sin(3 * phase) + 1_000 * Math.sin(7 * phase));
        }
        return sound;
    }
}
