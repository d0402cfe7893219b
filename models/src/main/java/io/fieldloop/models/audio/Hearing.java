package io.fieldloop.models.audio;

import io.fieldloop.models.pack.Chain;
import io.fieldloop.models.pack.Link;
import io.fieldloop.models.pack.Preprocessing.OfSound;
import io.fieldloop.models.pack.Window;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears events in streams of sound that come piece by piece; how one is cut makes no difference. Before its first sample there
 * was silence, so a word is heard even where sound begins with it. One thread at a time.
 */
public final class Hearing implements AutoCloseable {
    private static final int PIECES_PER_SECOND = 100;
    private static final int MAX_SECONDS_TO_FIRST_SCORE = 60;
    private static final double SAMPLE_RANGE = 32_768;

    private final Chain chain;
    private final List<StageRun> stages;

    /** Where a stream starts. */
    private final Memory silence;

    private final float[] piece;
    private final List<ClassScore> events = new ArrayList<>();
    private boolean hasScored;

    /** Of the stream that is heard; null before any is. */
    private @Nullable Memory memory;

    private Hearing(Chain chain, List<Session> sessions, List<StageRun> stages) {
        this.chain = chain;
        this.stages = stages;
        this.silence = new Memory(
                sessions, chain, stages.stream().map(StageRun::memory).toList());
        this.piece = new float[chain.sound().sampleRate() / PIECES_PER_SECOND];
    }

    /**
     * Prepares the models of a chain, and lets them hear silence until the last has given its first score.
     *
     * @param sessions of the models in the order of the chain. An ear that hears with one list of them goes on with that list alone
     * @throws ModelException if a model cannot be run, models do not fit each other or the labels, or it takes more than a minute of
     *     sound to a first score
     */
    public static Hearing open(Chain chain, List<Session> sessions) throws ModelException {
        List<StageRun> stages = new ArrayList<>();
        boolean ready = false;
        try {
            for (int i = 0; i < sessions.size(); i++) {
                Link link = chain.links().get(i);
                Window window = link.window().orElseGet(() -> frame(chain.sound()));
                stages.add(StageRun.open(sessions.get(i), link, window));
            }
            var hearing = new Hearing(chain, sessions, stages);
            hearing.connect();
            hearing.hearSilence();
            ready = true;
            return hearing;
        } finally {
            if (!ready) {
                stages.forEach(StageRun::close);
            }
        }
    }

    /** The rows of the first model are samples. */
    private static Window frame(OfSound sound) {
        return new Window(sound.frame(), sound.hop(), sound.fullScale() / SAMPLE_RANGE, 0);
    }

    private void connect() throws ModelException {
        if (stages.getFirst().rowWidth() != 1) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED,
                    "the first model takes rows of %d values, but sound has one sample a row"
                            .formatted(stages.getFirst().rowWidth()));
        }
        for (int i = 1; i < stages.size(); i++) {
            stages.get(i - 1).passTo(stages.get(i), stages.get(i).rowWidth());
        }
        stages.getLast().passTo(this::score, chain.labels().size());
    }

    private void hearSilence() throws ModelException {
        for (int pieces = 0; !hasScored; pieces++) {
            if (pieces == MAX_SECONDS_TO_FIRST_SCORE * PIECES_PER_SECOND) {
                throw new ModelException(
                        Reason.SHAPE_UNSUPPORTED,
                        "the chain gives no score for the first %d s of sound".formatted(MAX_SECONDS_TO_FIRST_SCORE));
            }
            stages.getFirst().take(piece, piece.length);
        }
    }

    /**
     * Hears the next samples of a stream. If that fails, its ear remembers silence alone.
     *
     * @param ear of the stream
     * @return the events that begin with them, in their order
     * @throws ModelException if the sound has another rate than the chain, a model cannot run or gives something that is no number,
     *     or this is closed
     */
    public List<ClassScore> hear(Ear ear, Sound sound) throws ModelException {
        if (sound.sampleRate() != chain.sound().sampleRate()) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED,
                    "the sound has %d samples a second, but the model hears %d"
                            .formatted(sound.sampleRate(), chain.sound().sampleRate()));
        }
        Memory known = ear.memory(silence);
        memory = known;
        for (int i = 0; i < stages.size(); i++) {
            stages.get(i).remember(known.stage(i));
        }
        events.clear();
        boolean heard = false;
        try {
            for (int first = 0; first < sound.length(); first += piece.length) {
                hear(known, sound.samples(), first, Math.min(piece.length, sound.length() - first));
            }
            heard = true;
            return List.copyOf(events);
        } finally {
            if (!heard) {
                ear.forget();
            }
        }
    }

    private void hear(Memory known, short[] samples, int first, int count) throws ModelException {
        for (int i = 0; i < count; i++) {
            piece[i] = samples[first + i];
        }
        known.pass(count);
        stages.getFirst().take(piece, count);
    }

    private void score(float[] scores, int count) {
        hasScored = true;
        Memory known = memory;
        if (known == null) {
            return; // the silence before any sound
        }
        for (int i = 0; i < count; i++) {
            int label = i % chain.labels().size();
            if (known.begins(label, scores[i])) {
                events.add(new ClassScore(chain.labels().get(label), Math.min(1, scores[i])));
            }
        }
    }

    /**
     * What the last model gave last. Overwritten when it runs again.
     *
     * @throws IllegalArgumentException if it has no such output
     */
    public Tensor output(String name) {
        return stages.getLast().output(name);
    }

    /** Frees the buffers. */
    @Override
    public void close() {
        stages.forEach(StageRun::close);
    }
}
