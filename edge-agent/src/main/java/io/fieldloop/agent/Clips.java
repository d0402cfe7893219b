package io.fieldloop.agent;

import io.fieldloop.agent.source.Input.Heard;
import io.fieldloop.models.audio.Sound;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

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

    private final Deque<Heard> recent = new ArrayDeque<>();
    private final Deque<Moment<T>> moments = new ArrayDeque<>();

    /** How many samples there are in {@code recent}. */
    private int kept;

    /** How many samples were heard since the stream started. */
    private long heard;

    private record Moment<T>(long until, Function<Heard, T> make) {}

    /**
     * Takes the next piece of sound.
     *
     * @return what was made of the clips that end with it, or before it where the stream has a gap
     */
    List<T> hear(Heard piece) {
        List<T> ended = new ArrayList<>();
        if (!recent.isEmpty() && recent.getLast().ear() != piece.ear()) {
            end(ended, Long.MAX_VALUE);
            recent.clear();
            kept = 0;
        }
        recent.add(piece);
        kept += piece.sound().length();
        heard += piece.sound().length();
        while (kept - recent.getFirst().sound().length() >= samples(BEFORE.plus(AFTER), piece)) {
            kept -= recent.removeFirst().sound().length();
        }
        end(ended, heard);
        return ended;
    }

    /** Cuts a clip around the piece of sound that was heard last. */
    void cut(Heard last, Function<Heard, T> make) {
        moments.add(new Moment<>(heard + samples(AFTER, last), make));
    }

    /** How a clip around a piece of sound that comes next would begin: what was before it, and the piece itself. */
    Sound upTo(Heard next) {
        Deque<Heard> pieces = new ArrayDeque<>(List.of(next));
        int length = next.sound().length();
        Iterator<Heard> earlier = recent.descendingIterator();
        while (length < samples(BEFORE, next) && earlier.hasNext()) {
            Heard piece = earlier.next();
            if (piece.ear() != next.ear()) {
                break;
            }
            pieces.addFirst(piece);
            length += piece.sound().length();
        }
        return join(pieces, length);
    }

    private void end(List<T> ended, long now) {
        while (!moments.isEmpty() && moments.getFirst().until() <= now) {
            ended.add(moments.removeFirst().make().apply(clip()));
        }
    }

    private Heard clip() {
        return new Heard(join(recent, kept), recent.getFirst().ear());
    }

    private static Sound join(Collection<Heard> pieces, int length) {
        short[] samples = new short[length];
        int end = 0;
        for (Heard piece : pieces) {
            System.arraycopy(
                    piece.sound().samples(), 0, samples, end, piece.sound().length());
            end += piece.sound().length();
        }
        return new Sound(pieces.iterator().next().sound().sampleRate(), samples);
    }

    private static int samples(Duration time, Heard piece) {
        return (int) (time.toMillis() * piece.sound().sampleRate() / 1_000);
    }
}
