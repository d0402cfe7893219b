package io.fieldloop.agent;

import io.fieldloop.agent.source.Input.Heard;
import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.WavFile;
import io.fieldloop.protocol.Bytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cuts clips out of a stream of sound: the seconds around a moment, of which the later ones are still to come. One thread.
 *
 * @param <T> what is made of a clip
 */
final class Clips<T> {
    /** So much of a clip was before its moment, with the piece of sound itself. */
    static final Duration BEFORE = Duration.ofSeconds(2);

    /** So much comes after it. */
    static final Duration AFTER = Duration.ofSeconds(1);

    private final Deque<Sound> recent = new ArrayDeque<>();
    private final Deque<Moment<T>> moments = new ArrayDeque<>();
    private @Nullable Ear ear;

    /** How many samples there are in {@code recent}. */
    private int kept;

    /** How many samples were heard since the stream started. */
    private long heard;

    private record Moment<T>(long until, Function<Bytes, T> make) {}

    /**
     * Takes the next piece of sound.
     *
     * @return what was made of the clips that end with it, or before it where the stream has a gap
     */
    List<T> hear(Heard piece) {
        Sound sound = piece.sound();
        List<T> ended = new ArrayList<>();
        if (ear != null && ear != piece.ear()) {
            end(ended, Long.MAX_VALUE);
            recent.clear();
            kept = 0;
        }
        ear = piece.ear();
        recent.add(sound);
        kept += sound.length();
        heard += sound.length();
        int most = samples(BEFORE.plus(AFTER), sound);
        while (kept - recent.getFirst().length() >= most) {
            kept -= recent.removeFirst().length();
        }
        end(ended, heard);
        return ended;
    }

    /** Cuts a clip around the piece of sound that was heard last. */
    void cut(Heard last, Function<Bytes, T> make) {
        moments.add(new Moment<>(heard + samples(AFTER, last.sound()), make));
    }

    private void end(List<T> ended, long now) {
        while (!moments.isEmpty() && moments.getFirst().until() <= now) {
            ended.add(moments.removeFirst().make().apply(clip()));
        }
    }

    private Bytes clip() {
        short[] samples = new short[kept];
        int end = 0;
        for (Sound sound : recent) {
            System.arraycopy(sound.samples(), 0, samples, end, sound.length());
            end += sound.length();
        }
        return Bytes.wrap(WavFile.write(new Sound(recent.getFirst().sampleRate(), samples)));
    }

    private static int samples(Duration time, Sound sound) {
        return (int) (time.toMillis() * sound.sampleRate() / 1_000);
    }
}
