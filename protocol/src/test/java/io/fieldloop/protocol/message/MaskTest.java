package io.fieldloop.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskTest {
    /** Three columns of two pixels: the left column a cat, the last pixel a dog. */
    private static final Mask MASK = mask(List.of(0, 2, 4), List.of(5, 1));

    private static Mask mask(List<Integer> cat, List<Integer> dog) {
        return new Mask(3, 2, 0.25, List.of(new Region("cat", 0.9, cat), new Region("dog", 0.8, dog)));
    }

    @Test
    void places_areTheRegionsOfThePixelsDownTheColumns() {
        assertThat(MASK.places()).containsExactly(1, 1, 0, 0, 0, 2);
        assertThat(MASK.share(MASK.regions().getFirst())).isEqualTo(1 / 3.0, within(1e-9));
    }

    @Test
    void difference_ofMasks_isTheShareOfPixelsOfAnotherClass_inWhateverOrderRegionsAre() {
        Mask turned =
                new Mask(3, 2, 0, List.of(MASK.regions().get(1), MASK.regions().get(0)));
        Mask exchanged = mask(List.of(5, 1), List.of(0, 2, 4));
        Mask empty = new Mask(3, 2, 0, List.of());

        assertThat(MASK.difference(turned)).isZero();
        assertThat(MASK.difference(exchanged)).isEqualTo(0.5);
        assertThat(MASK.difference(empty)).isEqualTo(0.5);
        assertThat(empty.difference(MASK)).isEqualTo(0.5);
        assertThat(MASK.difference(new Mask(2, 3, 0, List.of()))).isEqualTo(1);
    }

    @Test
    void mask_whoseRunsAreNotAllPixels_isRefused() {
        assertThatThrownBy(() -> mask(List.of(0, 2), List.of(6))).hasMessageContaining("'cat' is of 2 pixels");
        assertThatThrownBy(() -> new Region("cat", 1, List.of(7, -1))).hasMessageContaining("-1 pixels");
        assertThatThrownBy(() -> new Mask(Mask.MAX_SIDE + 1, 1, 0, List.of())).hasMessageContaining("513 x 1");
        assertThatThrownBy(() -> new Mask(1, 1, Double.NaN, List.of())).hasMessageContaining("NaN");
    }

    @Test
    void mask_ofMoreRunsThanItMayHave_isRefused() {
        List<Integer> noise = Collections.nCopies(64 * 512, 1);

        assertThatThrownBy(() -> new Mask(64, 512, 0, List.of(new Region("noise", 1, noise))))
                .hasMessageContaining("at most 16384 runs, not 32768");
    }
}
