package io.fieldloop.hub.training;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.datasets.Datasets;
import io.fieldloop.hub.datasets.Snapshot;
import io.fieldloop.hub.datasets.Snapshots;
import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.registry.Registry;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Takes runs in and tells how they stand. Thread-safe. */
@Singleton
public final class Training {
    private final Jdbi jdbi;
    private final IdSource ids;
    private final RunQueue queue;
    private final Registry registry;
    private final Snapshots snapshots;
    private final Datasets datasets;

    Training(Jdbi jdbi, IdSource ids, RunQueue queue, Registry registry, Snapshots snapshots, Datasets datasets) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.queue = queue;
        this.registry = registry;
        this.snapshots = snapshots;
        this.datasets = datasets;
    }

    /**
     * Queues a run.
     *
     * @param seed of everything random in it; an evaluation has nothing random
     * @throws ProblemException if there is no such version or snapshot, or they are of different models
     */
    Run start(RunKind kind, ModelRef model, Sha256 snapshot, long seed, String by) {
        registry.require(model);
        if (!registry.brief(model.model()).isMeasured()) {
            throw ProblemException.invalid(
                    "/model",
                    "model %s finds boxes; only classifiers are evaluated and retrained".formatted(model.model()));
        }
        Snapshot taken = snapshots.require(snapshot);
        String owner = datasets.require(taken.dataset()).model();
        if (!owner.equals(model.model().value())) {
            throw ProblemException.invalid(
                    "/snapshot", "the snapshot is of model %s, not of %s".formatted(owner, model.model()));
        }
        var run = new RunRow(
                ids.next(),
                kind,
                model,
                snapshot,
                seed,
                RunState.QUEUED,
                0,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        queue.add(run, by);
        return Run.of(run);
    }

    /**
     * A run.
     *
     * @throws ProblemException if there is none
     */
    public Run require(UUID id) {
        return jdbi.withHandle(handle -> new RunTable(handle).find(id))
                .map(Run::of)
                .orElseThrow(() -> ProblemException.notFound("run", id));
    }

    /** The newest first. */
    Page<Run> page(int limit, @Nullable String cursor) {
        UUID before = Cursor.idOf(cursor);
        List<RunRow> found = jdbi.withHandle(handle -> new RunTable(handle).list(before, limit + 1));
        return Page.of(found.stream().map(Run::of).toList(), limit, run -> Cursor.of(run.id()));
    }

    /**
     * Asks for a run's cancellation; one that has ended stays as it is.
     *
     * @throws ProblemException if there is none
     */
    Run cancel(UUID id, String by) {
        require(id);
        queue.cancel(id, by);
        return require(id);
    }
}
