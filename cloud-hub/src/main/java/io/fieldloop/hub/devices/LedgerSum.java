package io.fieldloop.hub.devices;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of all samples of a device, all streams and all lives of its outbox together.
 *
 * @param stored as the hub counts
 * @param addsUp whether every one of the accounts does
 * @param gap how many samples the devices let go because the hub had them, and it lacks
 */
@Serdeable
public record LedgerSum(
        long captured, long acknowledged, long queued, long evicted, long stored, boolean addsUp, long gap) {
    /** The sum; null of no accounts. */
    static @Nullable LedgerSum of(List<LedgerAccount> accounts) {
        if (accounts.isEmpty()) {
            return null;
        }
        return new LedgerSum(
                accounts.stream().mapToLong(LedgerAccount::captured).sum(),
                accounts.stream().mapToLong(LedgerAccount::acknowledged).sum(),
                accounts.stream().mapToLong(LedgerAccount::queued).sum(),
                accounts.stream().mapToLong(LedgerAccount::evictedInAll).sum(),
                accounts.stream().mapToLong(LedgerAccount::stored).sum(),
                accounts.stream().allMatch(LedgerAccount::addsUp),
                accounts.stream().mapToLong(LedgerAccount::gap).sum());
    }
}
