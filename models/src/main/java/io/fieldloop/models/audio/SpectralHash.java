package io.fieldloop.models.audio;

/**
 * What a sound is like, in 64 bits of which sounds that are alike differ in few, however loud they are: for each quarter of its
 * time and each of the eight octaves below half the sample rate, whether the power is much less than where there is most (no
 * bit), less (one) or about as much (two). Sounds are to be compared at the same sample rate and length. Any thread.
 */
public final class SpectralHash {
    private static final int PARTS = 4;
    private static final int OCTAVES = 8;

    /** Two moments share half their samples, so that what the window fades out of one is in the middle of the other. */
    private static final int STEP = Spectrum.FRAME / 2;

    /** 10.5 dB below the most; white noise has no octave that is near this. */
    private static final double MUCH = 0.09;

    /** 25 dB below the most. */
    private static final double LITTLE = 0.003;

    private SpectralHash() {}

    /** The hash of a sound; the highest bits are those of the lowest octave in the first quarter. Of silence it is 0. */
    public static long of(Sound sound) {
        double[] powers = powers(sound.samples());
        double most = 0;
        for (double power : powers) {
            most = Math.max(most, power);
        }
        long hash = 0;
        for (double power : powers) {
            hash = hash << 2 | (power > most * MUCH ? 0b11 : power > most * LITTLE ? 0b01 : 0b00);
        }
        return hash;
    }

    /** The mean power of each octave in each part of the time. A part has a moment at least, which short sounds share. */
    private static double[] powers(short[] samples) {
        double[] powers = new double[PARTS * OCTAVES];
        int moments = Math.max(1, (samples.length - Spectrum.FRAME) / STEP + 1);
        for (int part = 0; part < PARTS; part++) {
            int first = (int) ((long) part * moments / PARTS);
            int end = Math.max(first + 1, (int) ((part + 1L) * moments / PARTS));
            for (int moment = first; moment < end; moment++) {
                add(Spectrum.power(samples, moment * STEP), powers, part, end - first);
            }
        }
        return powers;
    }

    /** The two lowest bins are below all octaves: the first of them is no sound. */
    private static void add(double[] bins, double[] powers, int part, int moments) {
        for (int bin = 2; bin < bins.length; bin++) {
            int octave = Integer.numberOfLeadingZeros(2) - Integer.numberOfLeadingZeros(bin);
            powers[part * OCTAVES + octave] += bins[bin] / moments;
        }
    }
}
