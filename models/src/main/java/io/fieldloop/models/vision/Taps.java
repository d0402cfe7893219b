package io.fieldloop.models.vision;

/**
 * Along one axis: which source pixels make each target pixel, and with what weight. Pixels are interpolated between their two
 * nearest neighbours (with pixel centres at halves); when an axis shrinks to less than a half, all source pixels under a
 * target pixel are averaged instead, since interpolation would skip most of them.
 */
final class Taps {
    private static final double MOST_INTERPOLATED = 2;

    /** For each target pixel its first source pixel. */
    final int[] source;

    /** For each target pixel where its weights start; one more entry at the end. */
    final int[] start;

    final float[] weight;

    private Taps(int targetLength, int weights) {
        source = new int[targetLength];
        start = new int[targetLength + 1];
        weight = new float[weights];
    }

    /** From {@code length} source pixels, the first of which is {@code first}, to {@code targetLength}. */
    static Taps between(int first, int length, int targetLength) {
        double ratio = (double) length / targetLength;
        return ratio > MOST_INTERPOLATED
                ? averaging(first, length, targetLength, ratio)
                : interpolating(first, length, targetLength, ratio);
    }

    private static Taps interpolating(int first, int length, int targetLength, double ratio) {
        var taps = new Taps(targetLength, 2 * targetLength);
        int end = 0;
        for (int i = 0; i < targetLength; i++) {
            double centre = Math.clamp((i + 0.5) * ratio - 0.5, 0, length - 1.0);
            int lower = (int) centre;
            float upperShare = (float) (centre - lower);
            taps.source[i] = first + lower;
            taps.weight[end++] = 1 - upperShare;
            if (upperShare > 0) {
                taps.weight[end++] = upperShare;
            }
            taps.start[i + 1] = end;
        }
        return taps;
    }

    private static Taps averaging(int first, int length, int targetLength, double ratio) {
        var taps = new Taps(targetLength, length + 2 * targetLength);
        int end = 0;
        for (int i = 0; i < targetLength; i++) {
            double from = i * ratio;
            double to = Math.min(length, (i + 1) * ratio);
            taps.source[i] = first + (int) from;
            for (int pixel = (int) from; pixel < to; pixel++) {
                double covered = Math.min(to, pixel + 1) - Math.max(from, pixel);
                taps.weight[end++] = (float) (covered / (to - from));
            }
            taps.start[i + 1] = end;
        }
        return taps;
    }
}
