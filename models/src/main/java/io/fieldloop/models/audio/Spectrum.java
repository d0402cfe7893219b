package io.fieldloop.models.audio;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * How much of each frequency is in a moment of sound: the discrete Fourier transform of {@value #FRAME} samples under a Hann window,
 * by the algorithm of Cooley and Tukey (<i>Mathematics of Computation</i> 19, 1965). Any thread.
 */
final class Spectrum {
    /** So many samples are looked at together; a power of two. */
    static final int FRAME = 1 << 10;

    /** From no frequency at all to half the sample rate, which is not among them. */
    static final int BINS = FRAME / 2;

    private static final double[] COSINE = turn(Math::cos);
    private static final double[] SINE = turn(Math::sin);

    private Spectrum() {}

    /** The power in each bin of the frame that begins with a sample; beyond the end there is silence. */
    static double[] power(short[] samples, int start) {
        double[] real = new double[FRAME];
        double[] imaginary = new double[FRAME];
        for (int i = 0; i < FRAME && start + i < samples.length; i++) {
            real[reversed(i)] = samples[start + i] * (1 - COSINE[i]) / 2;
        }
        transform(real, imaginary);
        double[] power = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            power[bin] = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
        }
        return power;
    }

    /** Of values that stand in the order of their reversed indices. */
    private static void transform(double[] real, double[] imaginary) {
        for (int half = 1; half < FRAME; half *= 2) {
            for (int pair = 0; pair < FRAME / 2; pair++) {
                int within = pair % half;
                combine(real, imaginary, 2 * pair - within, half, BINS / half * within);
            }
        }
    }

    private static void combine(double[] real, double[] imaginary, int one, int half, int angle) {
        int other = one + half;
        double turnedReal = real[other] * COSINE[angle] + imaginary[other] * SINE[angle];
        double turnedImaginary = imaginary[other] * COSINE[angle] - real[other] * SINE[angle];
        real[other] = real[one] - turnedReal;
        imaginary[other] = imaginary[one] - turnedImaginary;
        real[one] += turnedReal;
        imaginary[one] += turnedImaginary;
    }

    /** An index with its bits from last to first. */
    private static int reversed(int index) {
        return Integer.reverse(index) >>> Integer.numberOfLeadingZeros(FRAME - 1);
    }

    private static double[] turn(DoubleUnaryOperator function) {
        return IntStream.range(0, FRAME)
                .mapToDouble(i -> function.applyAsDouble(2 * Math.PI * i / FRAME))
                .toArray();
    }
}
