package io.fieldloop.models.audio;

import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Runtimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hears events in sound that comes piece by piece; how it is cut makes no difference. Before the first sample there was
 * silence, so a word is heard even where sound begins with it. One thread at a time.
 */
public final class Listener implements AutoCloseable {
    /** How exactly the time of an event is known. */
    public static final Duration RESOLUTION = Duration.ofMillis(10);

    private static final int PIECES_PER_SECOND = 100;
    private static final int MAX_SECONDS_TO_FIRST_SCORE = 60;
    private static final double SAMPLE_RANGE = 32_768;

    private final Chain chain;
    private final List<StageRun> stages;
    private final List<Trigger> triggers;
    private final Consumer<Heard> hearer;
    private final float[] piece;
    private long samples;
    private boolean hasScored;

    private Listener(Chain chain, List<StageRun> stages, Consumer<Heard> hearer) {
        this.chain = chain;
        this.stages = stages;
        this.triggers =
                chain.labels().stream().map(_ -> new Trigger(chain.trigger())).toList();
        this.hearer = hearer;
        this.piece = new float[chain.sampleRate() / PIECES_PER_SECOND];
    }

    /**
     * Loads the models of a chain and lets them hear silence until the last has given its first score.
     *
     * @param folder where the files of the chain stand
     * @param hearer told of each event by the thread that calls {@link #hear}
     * @throws ModelException if a model cannot be loaded or run, models do not fit each other or the labels, or it takes more
     *     than a minute of sound to a first score
     */
    public static Listener open(
            Chain chain, Path folder, Runtimes runtimes, LoadOptions options, Consumer<Heard> hearer)
            throws ModelException {
        var listener = new Listener(chain, new ArrayList<>(), hearer);
        boolean ready = false;
        try {
            for (Stage stage : chain.stages()) {
                listener.stages.add(StageRun.open(stage, folder, runtimes, options));
            }
            listener.connect();
            listener.hearSilence();
            ready = true;
            return listener;
        } finally {
            if (!ready) {
                listener.close();
            }
        }
    }

    private void connect() throws ModelException {
        if (stages.getFirst().rowWidth() != 1) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED,
                    "%s takes rows of %d values, but sound has one sample a row"
                            .formatted(
                                    chain.stages().getFirst().file(),
                                    stages.getFirst().rowWidth()));
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
     * Hears the next samples. Allocates next to nothing but the events.
     *
     * @param sound samples of 16 bits
     * @param count how many of them, from the first
     * @throws ModelException if a model cannot run, gives something that is no number, or this is closed
     */
    public void hear(short[] sound, int count) throws ModelException {
        for (int first = 0; first < count; first += piece.length) {
            int length = Math.min(piece.length, count - first);
            for (int i = 0; i < length; i++) {
                piece[i] = (float) (sound[first + i] / SAMPLE_RANGE * chain.fullScale());
            }
            samples += length;
            stages.getFirst().take(piece, length);
        }
    }

    private void score(float[] scores, int count) {
        hasScored = true;
        if (samples == 0) {
            return; // the silence before the sound
        }
        Duration at = Duration.ofMillis(samples * 1_000 / chain.sampleRate());
        for (int i = 0; i < count; i++) {
            int label = i % triggers.size();
            if (triggers.get(label).begins(scores[i], at)) {
                hearer.accept(new Heard(chain.labels().get(label), Math.min(1, scores[i]), at));
            }
        }
    }

    /** Frees the models. */
    @Override
    public void close() {
        stages.forEach(StageRun::close);
    }
}
