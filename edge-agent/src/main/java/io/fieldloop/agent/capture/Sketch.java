package io.fieldloop.agent.capture;

import io.fieldloop.models.readings.Readings;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes hashes of windows of readings that differ in the fewer bits, the more alike the windows are. A window is the means of eight stretches
 * of each column, as standard deviations from what is usual of it; each bit says on which side of a random plane it lies (Charikar,
 * <i>Similarity estimation techniques from rounding algorithms</i>, 2002). The plane does not go through the origin of all that is
 * usual, so that noise around it is one point; about every fifth of a standard deviation is a bit. Of a tensor with very many columns some
 * are looked at. One thread.
 */
final class Sketch {
    private static final int STRETCHES = 8;
    private static final int MOST_COLUMNS = 64;
    private static final double MOST = 8;
    private static final double AWAY = 4;

    private List<Moments> usual = List.of();
    private double[][] planes = {};

    /** The hash of a window; empty while too little is known of what is usual. */
    OptionalLong of(Readings readings) {
        List<double[]> columns = looked(readings.columns());
        if (columns.size() != usual.size()) {
            begin(columns.size());
        }
        double[] point = new double[usual.size() * STRETCHES + 1];
        for (int column = 0; column < usual.size(); column++) {
            for (int stretch = 0; stretch < STRETCHES; stretch++) {
                point[column * STRETCHES + stretch] =
                        place(columns.get(column), readings.rows(), usual.get(column), stretch);
            }
        }
        point[point.length - 1] = AWAY * Math.sqrt(point.length - 1);
        boolean isSettled = usual.stream().anyMatch(Moments::isSettled);
        learn(columns, readings.rows());
        return isSettled ? OptionalLong.of(hash(point)) : OptionalLong.empty();
    }

    private static List<double[]> looked(List<double[]> columns) {
        int count = Math.min(MOST_COLUMNS, columns.size());
        return IntStream.range(0, count)
                .mapToObj(i -> columns.get((int) ((long) i * columns.size() / count)))
                .toList();
    }

    private void begin(int columns) {
        usual = Stream.generate(Moments::new).limit(columns).toList();
        var random = new Random(columns);
        planes = new double[Long.SIZE][columns * STRETCHES + 1];
        for (double[] plane : planes) {
            Arrays.setAll(plane, _ -> random.nextGaussian());
        }
    }

    /** The mean of a stretch; 0 where nothing was measured. */
    private static double place(double[] values, int rows, Moments usual, int stretch) {
        int first = rows * stretch / STRETCHES;
        int end = Math.max(first + 1, rows * (stretch + 1) / STRETCHES);
        double mean = Arrays.stream(values, first, end)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
        return Double.isNaN(mean) ? 0 : Math.clamp(usual.deviations(mean), -MOST, MOST);
    }

    private void learn(List<double[]> columns, int rows) {
        for (int column = 0; column < columns.size(); column++) {
            Arrays.stream(columns.get(column), 0, rows).filter(Double::isFinite).forEach(usual.get(column)::add);
        }
    }

    private long hash(double[] point) {
        long hash = 0;
        for (double[] plane : planes) {
            double side = 0;
            for (int i = 0; i < point.length; i++) {
                side += plane[i] * point[i];
            }
            hash = hash << 1 | (side > 0 ? 1 : 0);
        }
        return hash;
    }
}
