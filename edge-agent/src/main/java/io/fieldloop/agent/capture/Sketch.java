package io.fieldloop.agent.capture;

import io.fieldloop.models.readings.Readings;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes hashes of windows of readings that differ in the fewer bits, the more alike the windows are. A window is the means of eight stretches
 * of each column, as standard deviations from what is usual of it; each bit says on which side of a random plane it lies (Charikar,
 * <i>Similarity estimation techniques from rounding algorithms</i>, 2002). The plane does not go through the origin of all that is
 * usual, so that noise around it is one point; about every fifth of a standard deviation is a bit. One thread.
 */
final class Sketch {
    private static final int STRETCHES = 8;
    private static final double MOST = 8;
    private static final double AWAY = 4;

    private List<Moments> usual = List.of();
    private double[][] planes = {};

    long of(Readings readings) {
        if (readings.columns().size() != usual.size()) {
            begin(readings.columns().size());
        }
        double[] point = new double[usual.size() * STRETCHES + 1];
        for (int column = 0; column < usual.size(); column++) {
            for (int stretch = 0; stretch < STRETCHES; stretch++) {
                point[column * STRETCHES + stretch] = place(readings, column, stretch);
            }
        }
        point[point.length - 1] = AWAY * Math.sqrt(point.length - 1);
        learn(readings);
        return hash(point);
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
    private double place(Readings readings, int column, int stretch) {
        int first = readings.rows() * stretch / STRETCHES;
        int end = Math.max(first + 1, readings.rows() * (stretch + 1) / STRETCHES);
        double sum = 0;
        int count = 0;
        for (int row = first; row < end; row++) {
            double value = readings.columns().get(column)[row];
            if (Double.isFinite(value)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? 0 : Math.clamp(usual.get(column).deviations(sum / count), -MOST, MOST);
    }

    private void learn(Readings readings) {
        for (int column = 0; column < usual.size(); column++) {
            double[] values = readings.columns().get(column);
            for (int row = 0; row < readings.rows(); row++) {
                if (Double.isFinite(values[row])) {
                    usual.get(column).add(values[row]);
                }
            }
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
