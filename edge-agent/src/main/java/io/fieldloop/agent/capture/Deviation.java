package io.fieldloop.agent.capture;

import io.fieldloop.agent.inference.Answer;
import java.time.Instant;

/** Chooses inputs where a series leaves its usual range. */
final class Deviation implements Interest {
    private final Series series;
    private final double beyond;
    private final Moments usual = new Moments();

    Deviation(Series series, double beyond) {
        this.series = series;
        this.beyond = beyond;
    }

    @Override
    public double in(Answer answer, Instant at) {
        double value = series.of(answer);
        double deviations = Math.abs(usual.deviations(value));
        usual.add(value);
        return Interest.beyond(beyond, deviations);
    }
}
