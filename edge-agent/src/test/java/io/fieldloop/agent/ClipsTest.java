package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.source.Input.Heard;
import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.Sound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sound in which the pieces of 100 ms are numbered: each sample is the number of its piece. */
final class ClipsTest {
    private static final int RATE = 8_000;
    private static final int PIECE = RATE / 10;

    private final Clips<short[]> clips = new Clips<>();
    private final List<short[]> cut = new ArrayList<>();

    @Test
    void clip_holdsTwoSecondsBeforeTheMoment_andOneAfterIt() {
        var ear = new Ear();
        hear(ear, 1, 50);
        cutAt(ear, 51);

        hear(ear, 52, 60);
        assertThat(cut).as("there is one piece to come").isEmpty();
        hear(ear, 61, 70);

        assertThat(cut).hasSize(1);
        assertThat(cut.getFirst()).hasSize(30 * PIECE).startsWith((short) 32).endsWith((short) 61);
    }

    @Test
    void clip_atTheBeginning_holdsWhatThereWas() {
        var ear = new Ear();
        cutAt(ear, 1);
        hear(ear, 2, 11);

        assertThat(cut).hasSize(1);
        assertThat(cut.getFirst()).hasSize(11 * PIECE).startsWith((short) 1);
    }

    @Test
    void momentsThatAreNear_haveAClipEach() {
        var ear = new Ear();
        hear(ear, 1, 30);
        cutAt(ear, 31);
        cutAt(ear, 32);
        hear(ear, 33, 42);

        assertThat(cut.stream().map(clip -> clip[clip.length - 1])).containsExactly((short) 41, (short) 42);
    }

    @Test
    void clip_endsAtAGap_andHoldsNothingBeyondIt() {
        var ear = new Ear();
        hear(ear, 1, 30);
        cutAt(ear, 31);
        var afterTheGap = new Ear();
        hear(afterTheGap, 40, 40);

        assertThat(cut).hasSize(1);
        assertThat(cut.getFirst()).endsWith((short) 31);
        cutAt(afterTheGap, 41);
        hear(afterTheGap, 42, 60);
        assertThat(cut.getLast()).startsWith((short) 40).hasSize(12 * PIECE);
    }

    private void cutAt(Ear ear, int number) {
        hear(ear, number, number);
        clips.cut(piece(ear, number), clip -> clip.sound().samples());
    }

    private void hear(Ear ear, int first, int last) {
        for (int number = first; number <= last; number++) {
            cut.addAll(clips.hear(piece(ear, number)));
        }
    }

    private static Heard piece(Ear ear, int number) {
        short[] samples = new short[PIECE];
        Arrays.fill(samples, (short) number);
        return new Heard(new Sound(RATE, samples), ear);
    }
}
