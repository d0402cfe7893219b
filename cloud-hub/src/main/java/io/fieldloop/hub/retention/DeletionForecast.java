package io.fieldloop.hub.retention;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/**
 * What a request would delete now, and what it cannot.
 *
 * @param until the moment before which what goes arrived; to be sent with the request, so that it deletes what was counted
 * @param goes by stream
 * @param labelled how many of the samples have a label, which goes with them
 * @param quarantined how many messages of quarantine go
 * @param snapshots that hold some of the contents; they go, and their digests, classes and sides stay
 * @param goldenSamples how many of the contents are golden samples of packages, which are signed; they stay there
 * @param onDevices how many samples wait in outboxes, and come unless their devices are stopped
 */
@Serdeable
record DeletionForecast(
        Instant until,
        List<Tally> goes,
        long labelled,
        long quarantined,
        List<Held> snapshots,
        long goldenSamples,
        long onDevices) {
    /** Takes copies. */
    DeletionForecast {
        goes = List.copyOf(goes);
        snapshots = List.copyOf(snapshots);
    }

    /**
     * A snapshot that holds some of what goes.
     *
     * @param items how many of its items lose their content
     * @param versions that learned from it or were tested on it, and are what they are: {@code model@version}
     */
    @Serdeable
    record Held(String dataset, String snapshot, long items, List<String> versions) {
        /** Takes a copy. */
        Held {
            versions = List.copyOf(versions);
        }
    }
}
