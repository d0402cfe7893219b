package io.fieldloop.models.tensor;

import java.util.List;

/**
 * How whole numbers stand for real ones: {@code real = scale × (whole − zeroPoint)}.
 *
 * @param scales the real number that one step stands for, above 0: one for the whole tensor, or one for each index of
 *     {@code axis}
 * @param zeroPoints the whole number that stands for 0; as many as there are scales
 * @param axis along which they differ; 0 where there is but one
 */
public record Quantisation(List<Double> scales, List<Integer> zeroPoints, int axis) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there are none, not as many scales as zero points, a scale is not a finite number
     *     above 0, or there is no such axis
     */
    public Quantisation {
        scales = List.copyOf(scales);
        zeroPoints = List.copyOf(zeroPoints);
        for (double scale : scales) {
            if (!(scale > 0) || Double.isInfinite(scale)) {
                throw new IllegalArgumentException("the scale of a quantisation must be above 0, not " + scale);
            }
        }
        if (scales.isEmpty() || scales.size() != zeroPoints.size()) {
            throw new IllegalArgumentException(
                    "a quantisation needs as many zero points as scales and at least one, not %d and %d"
                            .formatted(zeroPoints.size(), scales.size()));
        }
        if (axis < 0 || axis >= TensorSpec.MAX_RANK || (scales.size() == 1 && axis != 0)) {
            throw new IllegalArgumentException(
                    "a quantisation of %d scales cannot differ along axis %d".formatted(scales.size(), axis));
        }
    }

    /** One for the whole tensor. */
    public Quantisation(double scale, int zeroPoint) {
        this(List.of(scale), List.of(zeroPoint), 0);
    }

    /** Whether it differs along {@link #axis()}. */
    public boolean isPerAxis() {
        return scales.size() > 1;
    }

    /** The scale of the whole tensor, or of index 0 where it differs. */
    public double scale() {
        return scales.getFirst();
    }

    /** The zero point of the whole tensor, or of index 0 where it differs. */
    public int zeroPoint() {
        return zeroPoints.getFirst();
    }

    /** The real number that {@code whole} stands for at this index of {@link #axis()}, which does not matter if there is but one. */
    public double real(double whole, int index) {
        int i = isPerAxis() ? index : 0;
        return scales.get(i) * (whole - zeroPoints.get(i));
    }

    /** The nearest whole number to {@code real} by the first scale, not yet limited to the range of any type. */
    public long whole(double real) {
        return Math.round(real / scale()) + zeroPoint();
    }
}
