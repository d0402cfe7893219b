package io.fieldloop.agent.source;

import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.SampleStream;
import io.fieldloop.models.audio.Sound;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts sound into pieces. After its last sample comes silence, in which the models hear out what was said last. One thread. */
final class SoundPieces implements Frames {
    /** The least delay between hearing and answering, and the fewest questions, that are both bearable. */
    static final Duration PIECE = Duration.ofMillis(80);

    private static final Duration LAST_SILENCE = Duration.ofSeconds(1);

    private final SampleStream sound;
    private final int sampleRate;
    private final short[] piece;
    private Ear ear = new Ear();
    private boolean ended;

    SoundPieces(SampleStream sound, int sampleRate) {
        this.sound = sound;
        this.sampleRate = sampleRate;
        this.piece = new short[samples(PIECE)];
    }

    @Override
    public @Nullable Input next() throws IOException {
        if (ended) {
            return null;
        }
        int count = sound.read(piece);
        ended = count == 0;
        short[] samples = ended ? new short[samples(LAST_SILENCE)] : Arrays.copyOf(piece, count);
        return new Input.Heard(new Sound(sampleRate, samples), ear);
    }

    @Override
    public void dropped() {
        ear = new Ear();
    }

    private int samples(Duration time) {
        return (int) (time.toMillis() * sampleRate / 1_000);
    }
}
