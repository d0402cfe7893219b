package io.fieldloop.lab.simulation;

import java.util.List;

/**
 * What a simulation came to.
 *
 * @param events how many faults came to pass
 * @param samples as the devices account for them
 * @param hubSamples how many the hub shows
 */
record SimulationReport(
        int devices,
        int events,
        List<Violation> violations,
        Samples samples,
        long hubSamples,
        long seed,
        double seconds) {
    SimulationReport {
        violations = List.copyOf(violations);
    }

    /** The accounts of all devices together; of an outbox that was damaged, what the hub was told last. */
    record Samples(long captured, long acknowledged, long queued, long evicted) {
        static final Samples NONE = new Samples(0, 0, 0, 0);

        Samples plus(Samples more) {
            return new Samples(
                    captured + more.captured,
                    acknowledged + more.acknowledged,
                    queued + more.queued,
                    evicted + more.evicted);
        }
    }
}
