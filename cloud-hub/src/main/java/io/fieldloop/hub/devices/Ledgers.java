package io.fieldloop.hub.devices;

import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The hub's own count of samples, held against what devices say. Thread-safe. */
@Singleton
public class Ledgers {
    private final Jdbi jdbi;
    private final LedgerTable table;

    Ledgers(Jdbi jdbi, LedgerTable table) {
        this.jdbi = jdbi;
        this.table = table;
    }

    /** Counts samples that the hub did not have before, in the transaction that stores them; each account once. */
    public void stored(Handle transaction, List<LedgerCount> counts) {
        if (!counts.isEmpty()) {
            table.stored(transaction, counts);
        }
    }

    /** How many samples devices let go because the hub had them, and it lacks; 0 when all is well. */
    public long gap() {
        return jdbi.withHandle(table::gap);
    }

    /** How many samples the hub has stored, those that were deleted since among them. */
    public long stored() {
        return jdbi.withHandle(table::stored);
    }
}
