package io.fieldloop.agent.deployment.trial;

import io.fieldloop.agent.accelerator.EnergyMeter;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.protocol.message.Prediction;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Measures predictions. */
final class Stopwatch {
    private static final int RUNS = 50;
    private static final long MEASURING_NANOS = 2_000_000_000L;

    private Stopwatch() {}

    /**
     * What a number of predictions took.
     *
     * @param medianMicros of one
     * @param p95Micros what 95 of 100 did not exceed
     * @param microjoules the energy of one; empty where it is not accounted for
     */
    record Laps(long medianMicros, long p95Micros, OptionalLong microjoules) {}

    /** Up to 50 predictions in two seconds, or one that takes longer, after one that does not count. */
    static Laps run(Predictor predictor, List<Content> contents) throws ModelException {
        Prediction _ = predictor.predict(contents.getFirst());
        long[] nanos = new long[RUNS];
        int runs = 0;
        EnergyMeter meter = EnergyMeter.ofMachine();
        OptionalLong before = meter.microjoules();
        for (long begin = System.nanoTime(); runs < RUNS && System.nanoTime() - begin < MEASURING_NANOS; runs++) {
            long start = System.nanoTime();
            Prediction _ = predictor.predict(contents.get(runs % contents.size()));
            nanos[runs] = System.nanoTime() - start;
        }
        OptionalLong energy = EnergyMeter.each(before, meter.microjoules(), runs);
        Arrays.sort(nanos, 0, runs);
        return new Laps(nanos[runs / 2] / 1000, nanos[Math.min(runs - 1, runs * 95 / 100)] / 1000, energy);
    }
}
