package io.fieldloop.models.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.fieldloop.models.catalogue.TestAssets;
import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.OnnxGraph;
import io.fieldloop.models.pack.Carry;
import io.fieldloop.models.pack.Chain;
import io.fieldloop.models.pack.ChainFile;
import io.fieldloop.models.pack.Constant;
import io.fieldloop.models.pack.Link;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Preprocessing.OfSound;
import io.fieldloop.models.pack.Window;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chain of openWakeWord. What it makes of words is shown by the command that listens. */
class HearingTest {
    private static final int RATE = 16_000;
    private static final OfSound SOUND = new OfSound(RATE, 32_768, 1_760, 1_280);
    private static final List<Link> LINKS =
            List.of(Link.NONE, Link.of(new Window(76, 8, 0.1, 2)), Link.of(new Window(16, 1, 1, 0)));
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
        short[] sound = siren(4);
        for (String format : List.of("onnx", "tflite")) {
            try (Sessions sessions = Sessions.load(alexa(format));
                    Hearing hearing = Hearing.open(chain(LINKS), sessions.list())) {
                assertThat(hearing.hear(new Ear(), new Sound(RATE, sound))).isEmpty();
            }
        }
    }

    @Test
    void hearing_allocatesNextToNothing() throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var sound = new Sound(RATE, siren(1));
        try (Sessions sessions = Sessions.load(alexa("onnx"));
                Hearing hearing = Hearing.open(chain(LINKS), sessions.list())) {
            var ear = new Ear();
            long spent = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 20 && spent > MOST_BYTES_PER_SCORE; attempt++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                hearing.hear(ear, sound);
                spent = (threads.getCurrentThreadAllocatedBytes() - before) / (RATE / 1_280);
            }
            assertThat(spent).isLessThan(MOST_BYTES_PER_SCORE);
        }
    }

    @Test
    void stagesThatDoNotFit_areNamed() {
        List<Path> files = alexa("onnx");
        Link embedding = Link.of(new Window(75, 8, 0.1, 2));

        assertRefused(
                List.of(files.get(0), files.get(2)),
                List.of(Link.NONE, LINKS.get(2)),
                "gives 256 values, which are no rows of 96");
        assertRefused(List.of(files.get(1)), List.of(Link.NONE), "no window of 1760 rows");
        assertRefused(files.subList(0, 2), List.of(Link.NONE, embedding), "no window of 75 rows");
        assertRefused(files.subList(0, 2), LINKS.subList(0, 2), "gives 96 values, which are no rows of 5");
        assertRefused(
                files.subList(0, 1),
                List.of(new Link(Optional.empty(), List.of(new Carry("state", "state")), List.of())),
                "there is no 'state' to be carried or constant");
    }

    @Test
    void chainThatTakesTooLongToItsFirstScore_isRefused() {
        var sound = new OfSound(RATE, 32_768, RATE * 61, 1);
        List<String> bands =
                IntStream.range(0, 32).mapToObj(band -> "band " + band).toList();

        assertThatThrownBy(() -> open(alexa("onnx").subList(0, 1), new Chain(sound, List.of(Link.NONE), rule(), bands)))
                .isInstanceOf(ModelException.class)
                .hasMessage("the chain gives no score for the first 60 s of sound");
    }

    @Test
    void stateOfAModel_goesWithTheEar(@TempDir Path folder) throws Exception {
        List<Path> files = List.of(Files.write(folder.resolve("sum.onnx"), sum()));
        short[] samples = new short[4];
        Arrays.fill(samples, Short.MAX_VALUE);
        var loud = new Sound(RATE, samples);
        try (Sessions sessions = Sessions.load(files);
                Sessions others = Sessions.load(files);
                Hearing hearing = Hearing.open(sumChain(), sessions.list());
                Hearing worker = Hearing.open(sumChain(), sessions.list());
                Hearing other = Hearing.open(sumChain(), others.list())) {
            var one = new Ear();
            var two = new Ear();

            assertThat(hearing.hear(one, loud)).isEmpty();
            assertThat(hearing.hear(two, loud)).isEmpty();
            assertThat(hearing.hear(one, loud)).isEmpty();
            assertThat(worker.hear(one, loud))
                    .as("the third, by whichever worker")
                    .hasSize(1);
            assertThat(hearing.hear(two, loud)).as("the second").isEmpty();
            assertThat(other.hear(two, loud))
                    .as("the first that these models hear")
                    .isEmpty();
        }
    }

    /** Adds a fifth of the loudness of 4 samples to what there was: its third score exceeds a half. */
    private static byte[] sum() {
        float weight = 0.05f;
        return new OnnxGraph("sum")
                .input("sound", Dimension.of(1), Dimension.of(4))
                .input("before", Dimension.of(1), Dimension.of(1))
                .input("share", Dimension.of(1))
                .initializer("weights", new float[] {weight, weight, weight, weight}, 4, 1)
                .node("MatMul", List.of("sound", "weights"), "loudness")
                .node("Mul", List.of("loudness", "share"), "more")
                .node("Add", List.of("more", "before"), "score")
                .node("Identity", List.of("score"), "after")
                .output("score", Dimension.of(1), Dimension.of(1))
                .output("after", Dimension.of(1), Dimension.of(1))
                .model()
                .toByteArray();
    }

    private static Chain sumChain() {
        var link = new Link(Optional.empty(), List.of(new Carry("after", "before")), List.of(new Constant("share", 1)));
        return new Chain(new OfSound(RATE, 1, 4, 4), List.of(link), rule(), List.of("noise"));
    }

    private static void assertRefused(List<Path> files, List<Link> links, String said) {
        var chain = new Chain(SOUND, links, rule(), List.of("a", "b", "c", "d", "e"));
        assertThatThrownBy(() -> open(files, chain))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(said);
    }

    private static void open(List<Path> files, Chain chain) throws ModelException {
        try (Sessions sessions = Sessions.load(files)) {
            Hearing.open(chain, sessions.list()).close();
        }
    }

    private static Chain chain(List<Link> links) {
        return new Chain(SOUND, links, rule(), List.of("alexa"));
    }

    private static ThresholdEvents rule() {
        return new ThresholdEvents(0.5, 0.2, 1, Duration.ofMillis(500));
    }

    private static List<Path> alexa(String format) {
        return List.of(
                TestAssets.file("speech-features", "melspectrogram." + format),
                TestAssets.file("speech-features", "embedding_model." + format),
                TestAssets.file("wake-words", "alexa_v0.1." + format));
    }

    /** Loaded models; closed together. */
    private record Sessions(List<Session> list) implements AutoCloseable {
        static Sessions load(List<Path> files) throws ModelException {
            List<Session> sessions = new ArrayList<>();
            for (Path file : files) {
                sessions.add(
                        Runtimes.available().forFormat(ChainFile.format(file)).load(file, LoadOptions.DEFAULT));
            }
            return new Sessions(List.copyOf(sessions));
        }

        @Override
        public void close() {
            list.forEach(Session::close);
        }
    }

    private static List<float[]> features(String format, short[] sound) throws ModelException {
        return features(format, sound, sound.length);
    }

    /** What the first two stages make of sound that comes in pieces. */
    private static List<float[]> features(String format, short[] sound, int pieceLength) throws ModelException {
        List<float[]> found = new ArrayList<>();
        try (Sessions sessions = Sessions.load(alexa(format).subList(0, 2));
                StageRun mel = StageRun.open(sessions.list().get(0), Link.NONE, new Window(1_760, 1_280, 1, 0));
                StageRun embedding = StageRun.open(sessions.list().get(1), Link.NONE, new Window(76, 8, 0.1, 2))) {
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
