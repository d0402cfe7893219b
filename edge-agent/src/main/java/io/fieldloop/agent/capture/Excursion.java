package io.fieldloop.agent.capture;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.models.readings.Readings;
import java.time.Instant;
import java.util.Arrays;

/** Chooses windows in which a sensor leaves its usual range, by the reading that is farthest from it. */
final class Excursion implements Interest {
    private final String column;
    private final double beyond;
    private final Moments usual = new Moments();

    Excursion(String column, double beyond) {
        this.column = column;
        this.beyond = beyond;
    }

    /** What has no readings is of no interest. */
    @Override
    public double in(Answer answer, Instant at) {
        return 0;
    }

    @Override
    public double in(Answer answer, Readings readings, Instant at) {
        int place = readings.names().indexOf(column);
        return place < 0
                ? 0
                : Interest.beyond(beyond, farthest(readings.columns().get(place), readings.rows()));
    }

    /** In standard deviations. All readings of a window are held against what was usual before it. */
    private double farthest(double[] values, int rows) {
        double farthest = Arrays.stream(values, 0, rows)
                .filter(Double::isFinite)
                .map(value -> Math.abs(usual.deviations(value)))
                .max()
                .orElse(0);
        Arrays.stream(values, 0, rows).filter(Double::isFinite).forEach(usual::add);
        return farthest;
    }
}
