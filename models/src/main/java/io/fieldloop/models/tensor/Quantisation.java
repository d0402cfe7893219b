package io.fieldloop.models.tensor;

/**
 * How whole numbers stand for real ones: {@code real = scale × (whole − zeroPoint)}.
 *
 * @param scale the real number that one step stands for; above 0
 * @param zeroPoint the whole number that stands for 0
 */
public record Quantisation(double scale, int zeroPoint) {
    /**
     * Checks the scale.
     *
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    public Quantisation {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("the scale of a quantisation must be above 0, not " + scale);
        }
    }

    /** The real number that {@code whole} stands for. */
    public double real(int whole) {
        return scale * ((double) whole - zeroPoint);
    }

    /** The nearest whole number to {@code real}, not yet limited to the range of any type. */
    public long whole(double real) {
        return Math.round(real / scale) + zeroPoint;
    }
}
