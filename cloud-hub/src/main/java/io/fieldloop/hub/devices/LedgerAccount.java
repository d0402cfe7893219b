package io.fieldloop.hub.devices;

import io.fieldloop.protocol.message.EvictionReason;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;

/**
 * What became of the samples of one stream in one life of its device's outbox.
 *
 * @param captured as the device says, like the three that follow
 * @param stored as the hub counts
 * @param addsUp whether the device accounts for every captured sample, and the hub has every one that the device let go
 *     because the hub had it
 * @param gap how many of those the hub lacks
 */
@Serdeable
record LedgerAccount(
        String stream,
        long epoch,
        long captured,
        long acknowledged,
        long queued,
        Map<EvictionReason, Long> evicted,
        long stored,
        boolean addsUp,
        long gap) {
    /** An account of these figures. */
    static LedgerAccount of(
            String stream,
            long epoch,
            long captured,
            long acknowledged,
            long queued,
            Map<EvictionReason, Long> evicted,
            long stored) {
        long gap = Math.max(0, acknowledged - stored);
        boolean balanced = captured == acknowledged + queued + sum(evicted);
        return new LedgerAccount(
                stream, epoch, captured, acknowledged, queued, evicted, stored, balanced && gap == 0, gap);
    }

    long evictedInAll() {
        return sum(evicted);
    }

    private static long sum(Map<EvictionReason, Long> evicted) {
        return evicted.values().stream().mapToLong(Long::longValue).sum();
    }
}
