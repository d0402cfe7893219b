package io.fieldloop.protocol.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class SketchTest {
    /** What rounding may add to the error that is promised. */
    private static final double ROUNDING = 1e-9;

    @RepeatedTest(40)
    void quantiles_ofAnyValues_areWithinTheRelativeError(RepetitionInfo repetition) {
        var random = new SplittableRandom(repetition.getCurrentRepetition());
        double[] values = values(random);
        Sketch sketch = of(values);
        Arrays.sort(values);
        for (double share : List.of(0.0, 0.01, 0.5, 0.9, 0.95, 0.99, 1.0, random.nextDouble())) {
            double exact = values[Math.max(1, (int) Math.ceil(share * values.length)) - 1];
            assertThat(sketch.quantile(share))
                    .as("quantile %s of %d values", share, values.length)
                    .isCloseTo(exact, within(exact * (Sketch.RELATIVE_ERROR + ROUNDING)));
        }
    }

    @RepeatedTest(20)
    void sketches_addedInAnyOrder_areTheSketchOfAllValues(RepetitionInfo repetition) {
        var random = new SplittableRandom(1_000 + repetition.getCurrentRepetition());
        double[] a = values(random);
        double[] b = values(random);
        double[] c = values(random);
        Sketch all = of(Arrays.stream(new double[][] {a, b, c})
                .flatMapToDouble(Arrays::stream)
                .toArray());

        assertThat(of(a).plus(of(b)).plus(of(c))).isEqualTo(all);
        assertThat(of(c).plus(of(a).plus(of(b)))).isEqualTo(all);
        assertThat(all.plus(Sketch.EMPTY)).isEqualTo(all).isEqualTo(Sketch.EMPTY.plus(all));
        assertThat(all.count()).isEqualTo(a.length + b.length + c.length);
    }

    @Test
    void values_thatAreNoneOrBeyondTheBounds_areCountedAtTheEnds() {
        Sketch sketch = of(0, -3, Double.NaN, 1e-9, Double.POSITIVE_INFINITY, 1e300);

        assertThat(sketch.tiny()).isEqualTo(4);
        assertThat(sketch.last()).isEqualTo(Sketch.HIGHEST);
        assertThat(sketch.count()).isEqualTo(6);
        assertThat(sketch.quantile(0.5)).isZero();
    }

    @Test
    void noValues_haveNoQuantile() {
        assertThat(of()).isEqualTo(Sketch.EMPTY);
        assertThat(Sketch.EMPTY.quantile(0.5)).isZero();
    }

    @Test
    void sketches_thatCannotBe_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(-1, 0, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, 0, List.of(1L, -1L, 1L)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(Long.MAX_VALUE, 0, List.of(1L)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, 1, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, 0, List.of(0L, 1L)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, 0, List.of(1L, 0L)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, Sketch.HIGHEST, List.of(1L, 1L)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, Integer.MAX_VALUE, List.of(1L)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, Sketch.LOWEST - 1, List.of(1L)));
    }

    @Test
    void millionBuckets_areRefused() {
        List<Long> million = IntStream.range(0, 1_000_000).mapToObj(_ -> 1L).toList();

        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, Sketch.LOWEST, million));
    }

    private static Sketch of(double... values) {
        var counter = new SketchCounter();
        DoubleStream.of(values).forEach(counter::add);
        return counter.sketch();
    }

    /** Latencies or scores, few or many, close together or far apart. */
    private static double[] values(SplittableRandom random) {
        double middle = random.nextBoolean() ? 0.5 : Math.exp(random.nextDouble(0, 18));
        double spread = random.nextDouble(0, 2.5);
        return IntStream.range(0, random.nextInt(1, 3_000))
                .mapToDouble(_ -> Math.clamp(middle * Math.exp(spread * random.nextGaussian()), 2e-4, 5e10))
                .toArray();
    }
}
