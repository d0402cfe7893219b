package io.fieldloop.hub.devices;

import io.fieldloop.hub.events.LiveEvent;
import io.fieldloop.hub.events.LiveEvents;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import io.fieldloop.hub.security.Audit;
import io.fieldloop.protocol.DeviceId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The devices of this hub. Thread-safe. */
@Singleton
public class Devices {
    private final Jdbi jdbi;
    private final DeviceTable table;
    private final LedgerTable ledgers;
    private final Audit audit;
    private final LiveEvents events;

    Devices(Jdbi jdbi, DeviceTable table, LedgerTable ledgers, Audit audit, LiveEvents events) {
        this.jdbi = jdbi;
        this.table = table;
        this.ledgers = ledgers;
        this.audit = audit;
        this.events = events;
    }

    /** The devices that are meant, by id. */
    public List<DeviceId> matching(Selector selector) {
        return jdbi.withHandle(handle -> table.matching(handle, selector));
    }

    /**
     * A device.
     *
     * @throws ProblemException if there is none
     */
    public Device require(DeviceId id) {
        return jdbi.withHandle(handle -> table.find(handle, List.of(id))).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("device", id));
    }

    /** Which of these devices are known. */
    public Set<DeviceId> known(Handle handle, Collection<DeviceId> ids) {
        return Set.copyOf(table.known(handle, ids));
    }

    /** How many there are. */
    public DeviceCounts counts() {
        return jdbi.withHandle(table::counts);
    }

    /** Has those who watch told that devices have changed. */
    public void changed(Collection<DeviceId> devices) {
        devices.forEach(id -> events.publish(new LiveEvent("device", id.value(), () -> require(id))));
    }

    List<Device> list(DeviceQuery query, @Nullable String after, int limit) {
        return jdbi.withHandle(handle -> table.list(handle, query, after, limit));
    }

    List<LedgerAccount> ledger(DeviceId id) {
        require(id);
        return jdbi.withHandle(handle -> ledgers.of(handle, List.of(id))).getOrDefault(id.value(), List.of());
    }

    /** How often what people may change of a device has been changed. */
    long revision(DeviceId id) {
        return jdbi.withHandle(handle -> table.revision(handle, id))
                .orElseThrow(() -> ProblemException.notFound("device", id));
    }

    /** Replaces the labels of a device that nobody has changed since {@code revision}. */
    void relabel(DeviceId id, Map<String, String> labels, long revision, String by) {
        boolean done = jdbi.inTransaction(transaction -> {
            boolean relabelled = table.relabel(transaction, id, labels, revision);
            if (relabelled) {
                audit.record(transaction, by, "device.label", id.value());
            }
            return relabelled;
        });
        if (!done) {
            long now = revision(id);
            throw new ProblemException(
                    ProblemKind.CHANGED,
                    "device %s is at revision %d, not %d; read it again".formatted(id, now, revision),
                    List.of());
        }
        changed(List.of(id));
    }
}
