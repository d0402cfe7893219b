package io.fieldloop.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CorruptionTest {
    private static final int SIDE = 28;

    @Test
    void apply_sameSeeds_givesTheSameImage() {
        Corruption corruption = Corruption.ofCamera(5);
        assertThat(corruption.apply(bar(), SIDE, new SplittableRandom(1)))
                .isEqualTo(Corruption.ofCamera(5).apply(bar(), SIDE, new SplittableRandom(1)));
    }

    @Test
    void ofCamera_otherSeed_hangsAnotherCamera() {
        assertThat(Corruption.ofCamera(5)).isNotEqualTo(Corruption.ofCamera(6));
    }

    @Test
    void apply_nothing_leavesTheImage() {
        var nothing = new Corruption(0, 1, 0, 0, 0);
        assertThat(nothing.apply(bar(), SIDE, new SplittableRandom(1))).isEqualTo(bar());
    }

    @Test
    void apply_quarterTurn_laysAnUprightBarFlat() {
        byte[] turned = new Corruption(90, 1, 0, 0, 0).apply(bar(), SIDE, new SplittableRandom(1));
        for (int x = 2; x < SIDE - 2; x++) {
            assertThat(turned[14 * SIDE + x] | turned[13 * SIDE + x]).isNotZero();
        }
        assertThat(turned[2 * SIDE + 14]).isZero();
    }

    /** A white bar from top to bottom in the middle. */
    private static byte[] bar() {
        byte[] image = new byte[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            Arrays.fill(image, y * SIDE + 13, y * SIDE + 15, (byte) 0xff);
        }
        return image;
    }
}
