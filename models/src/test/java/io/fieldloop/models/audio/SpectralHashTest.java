package io.fieldloop.models.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** On two seconds of tones and noises. */
final class SpectralHashTest {
    private static final int RATE = 16_000;

    @Test
    void soundThatGoesOn_isNearItself_laterAndFainter() {
        for (IntToDoubleFunction going : List.of(tone(150), whiteNoise(1), brownNoise(1), engine(1))) {
            short[] once = samples(going, 4 * RATE);
            long hash = SpectralHash.of(new Sound(RATE, Arrays.copyOf(once, 2 * RATE)));
            short[] later = Arrays.copyOfRange(once, 2 * RATE - 1_280, 4 * RATE - 1_280);

            assertNear(hash, later);
            for (int i = 0; i < later.length; i++) {
                later[i] = (short) (later[i] / 10);
            }
            assertNear(hash, later);
        }
    }

    @Test
    void noiseOfOtherNumbers_isNear() {
        assertNear(hash(whiteNoise(1)), samples(whiteNoise(2), 2 * RATE));
        assertNear(hash(brownNoise(1)), samples(brownNoise(2), 2 * RATE));
        assertNear(hash(engine(1)), samples(engine(2), 2 * RATE));
    }

    @Test
    void differentSounds_areFar() {
        IntToDoubleFunction noise = whiteNoise(3);
        IntToDoubleFunction early = i -> i < RATE ? noise.applyAsDouble(i) : 0;
        IntToDoubleFunction late = i -> i < RATE ? 0 : noise.applyAsDouble(i);
        List<Long> hashes = List.of(
                hash(tone(150)),
                hash(tone(3_000)),
                hash(whiteNoise(1)),
                hash(brownNoise(1)),
                hash(engine(1)),
                hash(early),
                hash(late));

        for (int i = 0; i < hashes.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(Long.bitCount(hashes.get(i) ^ hashes.get(j)))
                        .as("%d and %d", i, j)
                        .isGreaterThanOrEqualTo(6);
            }
        }
    }

    @Test
    void tone_isInItsOctaveAlone_inEachQuarter() {
        assertThat(hash(tone(6_000))).isEqualTo(0x0003_0003_0003_0003L);
        assertThat(hash(tone(1_500))).isEqualTo(0x0030_0030_0030_0030L);
    }

    @Test
    void silence_andNothing_areNoSound() {
        assertThat(SpectralHash.of(new Sound(RATE, new short[2 * RATE]))).isZero();
        assertThat(SpectralHash.of(new Sound(RATE, new short[0]))).isZero();
    }

    @Test
    void shortSound_isLikeALongOne_ifItGoesOn() {
        assertThat(SpectralHash.of(new Sound(RATE, samples(tone(1_500), Spectrum.FRAME))))
                .isEqualTo(hash(tone(1_500)));
    }

    private static long hash(IntToDoubleFunction form) {
        return SpectralHash.of(new Sound(RATE, samples(form, 2 * RATE)));
    }

    private static void assertNear(long hash, short[] samples) {
        assertThat(Long.bitCount(hash ^ SpectralHash.of(new Sound(RATE, samples))))
                .isLessThanOrEqualTo(3);
    }

    private static short[] samples(IntToDoubleFunction form, int length) {
        short[] samples = new short[length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.clamp(Math.round(8_000 * form.applyAsDouble(i)), -32_768, 32_767);
        }
        return samples;
    }

    private static IntToDoubleFunction tone(double hertz) {
        return i -> Math.sin(2 * Math.PI * hertz * i / RATE);
    }

    private static IntToDoubleFunction whiteNoise(long seed) {
        var random = new Random(seed);
        return _ -> 0.3 * random.nextGaussian();
    }

    /** The more of a frequency, the lower it is; it comes back to the middle. */
    private static IntToDoubleFunction brownNoise(long seed) {
        var random = new Random(seed);
        double[] at = {0};
        return _ -> at[0] = 0.98 * at[0] + 0.05 * random.nextGaussian();
    }

    /** A hum, what rattles with it, and some noise. */
    private static IntToDoubleFunction engine(long seed) {
        IntToDoubleFunction noise = whiteNoise(seed);
        return i -> 0.5 * tone(95).applyAsDouble(i) + 0.4 * tone(760).applyAsDouble(i) + 0.1 * noise.applyAsDouble(i);
    }
}
