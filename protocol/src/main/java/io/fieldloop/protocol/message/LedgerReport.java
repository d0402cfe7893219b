package io.fieldloop.protocol.message;

import io.fieldloop.protocol.StreamName;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of every sample that a device captured.
 *
 * @param epoch the life of the outbox that counted
 * @param streams one account for each stream
 */
public record LedgerReport(long epoch, List<Account> streams) implements DeviceMessage {
    /** Takes a copy of the accounts. */
    public LedgerReport {
        streams = List.copyOf(streams);
    }

    /**
     * The account of one stream, which must add up: captured = acknowledged + queued + evicted.
     *
     * @param captured samples that were ever given a sequence number
     * @param acknowledged samples that the hub gave a receipt for
     * @param queued samples that wait, in flight included
     * @param evicted samples that were given up, by reason; reasons without any may be absent
     */
    public record Account(
            StreamName stream, long captured, long acknowledged, long queued, Map<EvictionReason, Long> evicted) {
        /** Takes a copy of the evictions. */
        public Account {
            var copy = new EnumMap<EvictionReason, Long>(EvictionReason.class);
            copy.putAll(evicted);
            evicted = Collections.unmodifiableMap(copy);
        }

        /** All evictions together. */
        public long evictedInAll() {
            return evicted.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Whether every captured sample is accounted for. */
        public boolean addsUp() {
            return captured == acknowledged + queued + evictedInAll();
        }
    }
}
