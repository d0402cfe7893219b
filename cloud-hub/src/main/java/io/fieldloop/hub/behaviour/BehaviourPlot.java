package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.Sketch;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a version behaved over time.
 *
 * @param profile what it is compared with; null while there is nothing
 * @param divergence of everything that is shown from the profile; null if there is no profile, or too little to compare
 * @param classes the most frequent, the most frequent one first; "" is nothing, and "…" all others
 * @param points one after the other without a gap, the oldest first
 */
@Serdeable
record BehaviourPlot(
        Instant from,
        Instant until,
        @Nullable Expected profile,
        @Nullable Divergence divergence,
        List<String> classes,
        List<Point> points) {
    /**
     * What is expected.
     *
     * @param source {@code field}, {@code lab} or {@code first-week}
     * @param snapshot of the evaluation; null for the first week
     * @param classes how many answers had each of the classes of the plot
     */
    @Serdeable
    record Expected(
            String source,
            @Nullable String snapshot,
            Instant at,
            long answers,
            @Nullable Quantiles score,
            List<Long> classes) {
        static Expected of(Profile profile, List<Long> classes) {
            return new Expected(
                    profile.source().word(),
                    profile.snapshot().map(Sha256::hex).orElse(null),
                    profile.at(),
                    profile.behaviour().answers(),
                    Quantiles.of(profile.behaviour().scores()),
                    classes);
        }
    }

    /**
     * One point: the windows that ended within its time.
     *
     * @param lost how many windows devices lost
     * @param latencyMicros null if nothing was answered
     * @param score null if nothing was answered that has one
     * @param classes how many answers had each of the classes of the plot
     * @param divergence from the profile; null if there is no profile, or too little to compare
     */
    @Serdeable
    record Point(
            Instant from,
            Instant until,
            long answers,
            long lost,
            @Nullable Quantiles latencyMicros,
            @Nullable Quantiles score,
            List<Long> classes,
            @Nullable Divergence divergence) {
        static Point of(
                Instant from,
                Instant until,
                long lost,
                Behaviour behaviour,
                List<Long> classes,
                @Nullable Divergence divergence) {
            return new Point(
                    from,
                    until,
                    behaviour.answers(),
                    lost,
                    Quantiles.of(behaviour.latencyMicros()),
                    Quantiles.of(behaviour.scores()),
                    classes,
                    divergence);
        }
    }

    /** What 5, 50, 95 and 99 in 100 values do not exceed, within the error of a sketch. */
    @Serdeable
    record Quantiles(double p5, double p50, double p95, double p99) {
        static @Nullable Quantiles of(Sketch sketch) {
            return sketch.count() == 0
                    ? null
                    : new Quantiles(
                            sketch.quantile(0.05), sketch.quantile(0.5), sketch.quantile(0.95), sketch.quantile(0.99));
        }
    }
}
