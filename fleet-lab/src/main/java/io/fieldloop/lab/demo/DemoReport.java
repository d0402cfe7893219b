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
        List<Stream> streams,
        long wireBytes,
        double seconds) {
    DemoReport {
        versions = List.copyOf(versions);
        rollouts = List.copyOf(rollouts);
        streams = List.copyOf(streams);
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

    /**
     * What became of the images that one line camera saw while the demo ran, the last rollout included.
     *
     * @param frames images that were put before the camera
     * @param inferences that were answered
     * @param skipped images that could not be read
     * @param failed inferences that ended in an error
     * @param versions that answered since the last rollout began, in the order of time, each change told once
     */
    record Stream(String device, long frames, long inferences, long skipped, long failed, List<Integer> versions) {
        Stream {
            versions = List.copyOf(versions);
        }

        /** Whether each image came to an answer or was told to be unreadable. */
        boolean isWhole() {
            return failed == 0 && frames == inferences + skipped;
        }
    }
}
