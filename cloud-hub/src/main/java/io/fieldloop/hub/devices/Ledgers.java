package io.fieldloop.hub.devices;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import jakarta.inject.Singleton;
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

    /**
     * Counts samples that the hub did not have before, in the transaction that stores them.
     *
     * @param epoch the life of the outbox that numbered them
     */
    public void stored(Handle transaction, DeviceId device, long epoch, StreamName stream, long samples) {
        table.stored(transaction, device, epoch, stream, samples);
    }

    /** How many samples the hub has. */
    public long stored() {
        return jdbi.withHandle(table::stored);
    }
}
