package io.fieldloop.hub.preview;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The lowest and the highest of each of some stretches of values, by which many are drawn like few. Never changed once it is made. */
final class Envelope {
    private final double[] low;
    private final double[] high;

    private Envelope(int length) {
        this.low = new double[length];
        this.high = new double[length];
    }

    /**
     * Of stretches that are as long as each other, but for one value.
     *
     * @param length how many values there are
     * @param most how many stretches at the most; of no more values each is a stretch of its own
     */
    static Envelope of(int length, IntToDoubleFunction value, int most) {
        int count = Math.min(length, most);
        Envelope made = new Envelope(count);
        for (int stretch = 0; stretch < count; stretch++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            int end = start(length, count, stretch + 1);
            for (int i = start(length, count, stretch); i < end; i++) {
                double each = value.applyAsDouble(i);
                if (Double.isFinite(each)) {
                    low = Math.min(low, each);
                    high = Math.max(high, each);
                }
            }
            made.low[stretch] = low <= high ? low : Double.NaN;
            made.high[stretch] = low <= high ? high : Double.NaN;
        }
        return made;
    }

    /** The index of the first value of a stretch. */
    static int start(int length, int count, int stretch) {
        return (int) ((long) length * stretch / count);
    }

    int length() {
        return low.length;
    }

    /** The lowest of each stretch, NaN where it has no finite value. Not a copy: must not be changed. */
    double[] low() {
        return low;
    }

    /** The highest of each stretch, NaN where it has no finite value. Not a copy: must not be changed. */
    double[] high() {
        return high;
    }

    /** The lowest of all; NaN if there is none. */
    double min() {
        return Arrays.stream(low).filter(Double::isFinite).min().orElse(Double.NaN);
    }

    /** The highest of all; NaN if there is none. */
    double max() {
        return Arrays.stream(high).filter(Double::isFinite).max().orElse(Double.NaN);
    }

    /** The same in fewer stretches. */
    Envelope coarser(int most) {
        Envelope lows = of(low.length, i -> low[i], most);
        Envelope highs = of(high.length, i -> high[i], most);
        System.arraycopy(highs.high, 0, lows.high, 0, lows.high.length);
        return lows;
    }

    /** As JSON has them: null for none. */
    static List<@Nullable Double> nullable(double[] values) {
        List<@Nullable Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(nullable(value));
        }
        return Collections.unmodifiableList(list);
    }

    /** As JSON has it: null for none. */
    static @Nullable Double nullable(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
