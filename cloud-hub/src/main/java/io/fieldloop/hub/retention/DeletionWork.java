package io.fieldloop.hub.retention;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.datasets.Snapshots;
import io.fieldloop.hub.ingest.Quarantine;
import io.fieldloop.hub.retention.DeletionTable.Unfinished;
import io.fieldloop.hub.samples.DeletedSample;
import io.fieldloop.hub.samples.Samples;
import io.fieldloop.hub.security.Audit;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Deletes, in transactions so small that nobody waits for them long. One thread. */
@Singleton
final class DeletionWork {
    private static final int BATCH = 200;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Jdbi jdbi;
    private final IdSource ids;
    private final InstantSource clock;
    private final Audit audit;
    private final Samples samples;
    private final Snapshots snapshots;
    private final Quarantine quarantine;

    // One argument for each feature from which something goes.
    DeletionWork(
            Jdbi jdbi,
            IdSource ids,
            InstantSource clock,
            Audit audit,
            Samples samples,
            Snapshots snapshots,
            Quarantine quarantine) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
        this.samples = samples;
        this.snapshots = snapshots;
        this.quarantine = quarantine;
    }

    /** Deletes what goes by policy. */
    void byPolicy(List<Part> parts, Pace pace) throws InterruptedException {
        for (Part part : parts) {
            delete(part, this::byPolicy, pace);
        }
        jdbi.useTransaction(transaction ->
                new DeletionTable(transaction).unfinishedByPolicy().ifPresent(id -> end(transaction, id, "")));
    }

    /** The deletion to count in; one by policy is not begun before there is something to delete. */
    private UUID byPolicy(Handle transaction) {
        var table = new DeletionTable(transaction);
        return table.unfinishedByPolicy().orElseGet(() -> {
            UUID id = ids.next();
            table.insertByPolicy(id, clock.instant());
            return id;
        });
    }

    /** Deletes what was asked for. */
    void byRequest(Unfinished deletion, Pace pace) throws InterruptedException {
        DeletionScope scope = deletion.scope();
        delete(scope.part(), _ -> deletion.id(), pace);
        jdbi.useTransaction(transaction -> {
            int messages = scope.isOfAllStreams()
                    ? quarantine.discard(transaction, scope.device(), scope.from(), scope.until())
                    : 0;
            end(transaction, deletion.id(), ", %d quarantined messages".formatted(messages));
        });
    }

    /** The first request that is not carried out. */
    Optional<Unfinished> nextRequest() {
        return jdbi.withHandle(handle -> new DeletionTable(handle).unfinishedRequest());
    }

    private void delete(Part part, Owner owner, Pace pace) throws InterruptedException {
        Optional<UUID> last = Optional.of(BEFORE_ALL);
        while (last.isPresent()) {
            UUID after = last.get();
            last = jdbi.inTransaction(transaction -> deleteAfter(after, part, owner, transaction));
            pace.await();
        }
    }

    /** Gives the last sample that it looked at; empty if there is none after it. */
    private Optional<UUID> deleteAfter(UUID id, Part part, Owner owner, Handle transaction) {
        var table = new DeletionTable(transaction);
        table.awaitSnapshots();
        var selected = new SelectedSamples(transaction, part.goes());
        List<UUID> found = selected.after(id, BATCH);
        selected.keepLabelsFromChanging(found);
        List<DeletedSample> deleted = samples.delete(transaction, selected.among(found));
        if (!deleted.isEmpty()) {
            table.count(owner.deletion(transaction), part.reason(), deleted);
        }
        if (part.kept().isEmpty()) {
            snapshots.erase(
                    transaction, deleted.stream().map(DeletedSample::media).toList());
        }
        return found.size() < BATCH ? Optional.empty() : Optional.of(found.getLast());
    }

    private void end(Handle transaction, UUID id, String besides) {
        var table = new DeletionTable(transaction);
        table.end(id, clock.instant());
        Deletion ended = table.find(id).orElseThrow();
        audit.record(transaction, "hub", "deletion.end", "%s %s%s".formatted(id, summary(ended), besides));
    }

    private static String summary(Deletion deletion) {
        if (deletion.counts().isEmpty()) {
            return "no samples";
        }
        return String.join(
                ", ",
                deletion.counts().stream()
                        .map(count -> String.format(
                                Locale.ROOT,
                                "%s by %s: %,d samples, %,d bytes",
                                count.stream(),
                                count.reason().word(),
                                count.samples(),
                                count.sizeBytes()))
                        .toList());
    }

    /** Says in which deletion is counted. */
    @FunctionalInterface
    private interface Owner {
        UUID deletion(Handle transaction);
    }

    /** Is waited for between two transactions, to leave room for others. */
    @FunctionalInterface
    interface Pace {
        void await() throws InterruptedException;
    }
}
