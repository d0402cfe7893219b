package io.fieldloop.lab.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/** What a run of the demo measured; its JSON form is the file of {@code --report}. */
@JsonPropertyOrder(alphabetic = false)
record DemoReport(
        long seed,
        int devices,
        long inferences,
        Samples samples,
        long labels,
        Snapshot snapshot,
        List<Version> versions,
        List<Rollout> rollouts,
        long wireBytes,
        double seconds) {
    DemoReport {
        versions = List.copyOf(versions);
        rollouts = List.copyOf(rollouts);
    }

    /** The ledgers of all devices together. */
    record Samples(long captured, long acknowledged, long queued, long evicted) {
        boolean addUp() {
            return captured == acknowledged + queued + evicted;
        }
    }

    record Snapshot(String id, long size) {}

    /** Accuracies are shares of 1, on images that no version was trained on. */
    record Version(String model, int version, double lab, double field) {}

    record Rollout(String id, String state, double seconds) {}
}
