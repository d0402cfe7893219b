package io.fieldloop.agent.accelerator;

import io.fieldloop.models.runtime.Placement;
import io.fieldloop.protocol.Failure;
import java.util.OptionalLong;

/** What a probe found out about a candidate. */
public sealed interface Finding {
    /**
     * It gives the right answers.
     *
     * @param medianMicros of one prediction, in microseconds
     * @param p95Micros what 95 of 100 predictions did not exceed
     * @param microjoules the energy of one prediction, of all that the kernel accounts for; empty where it does not
     * @param residentBytes the most memory of the process that tried it
     * @param distance the largest difference of any output from what the processor computes
     * @param placement where its operators ran
     */
    record Fit(
            long medianMicros,
            long p95Micros,
            OptionalLong microjoules,
            long residentBytes,
            double distance,
            Placement placement)
            implements Finding {}

    /**
     * It must not serve.
     *
     * @param failure one of the {@code TRIAL_…} codes
     */
    record Unfit(Failure failure) implements Finding {}
}
