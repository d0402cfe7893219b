package io.fieldloop.hub.retention;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.devices.Devices;
import io.fieldloop.hub.ingest.Quarantine;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Audit;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What was deleted, and what people ask to be deleted. Thread-safe. */
@Singleton
final class Deletions {
    private final Jdbi jdbi;
    private final IdSource ids;
    private final InstantSource clock;
    private final Audit audit;
    private final Devices devices;
    private final Quarantine quarantine;
    private final Bell bell;

    // One argument for each feature that a request concerns.
    Deletions(
            Jdbi jdbi,
            IdSource ids,
            InstantSource clock,
            Audit audit,
            Devices devices,
            Quarantine quarantine,
            Bell bell) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
        this.devices = devices;
        this.quarantine = quarantine;
        this.bell = bell;
    }

    /**
     * What a request would delete now.
     *
     * @throws ProblemException if it cannot be carried out
     */
    DeletionForecast forecast(DeletionRequest request) {
        return jdbi.inTransaction(transaction -> {
            DeletionScope scope = scope(transaction, request);
            var aftereffects = new Aftereffects(transaction, scope);
            return new DeletionForecast(
                    scope.until(),
                    Forecast.of(transaction, List.of(scope.part())).goes(),
                    aftereffects.labelled(),
                    scope.isOfAllStreams()
                            ? quarantine.count(transaction, scope.device(), scope.from(), scope.until())
                            : 0,
                    aftereffects.snapshots(),
                    aftereffects.goldenSamples(),
                    aftereffects.onDevices());
        });
    }

    /**
     * Has samples deleted, soon and for good.
     *
     * @throws ProblemException if the request cannot be carried out
     */
    Deletion ask(DeletionRequest request, String by) {
        UUID id = ids.next();
        jdbi.useTransaction(transaction -> {
            DeletionScope scope = scope(transaction, request);
            new DeletionTable(transaction).insertRequest(id, scope, request.note(), by, now());
            audit.record(transaction, by, "deletion.request", "%s %s: %s".formatted(id, scope, request.note()));
        });
        bell.ring();
        return require(id);
    }

    private DeletionScope scope(Handle transaction, DeletionRequest request) {
        DeletionScope scope = request.scope(now());
        if (scope.device() != null
                && devices.known(transaction, List.of(scope.device())).isEmpty()) {
            throw ProblemException.invalid("/device", "there is no device '%s'".formatted(scope.device()));
        }
        return scope;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * A deletion.
     *
     * @throws ProblemException if there is none
     */
    Deletion require(UUID id) {
        return jdbi.withHandle(handle -> new DeletionTable(handle).find(id))
                .orElseThrow(() -> ProblemException.notFound("deletion", id));
    }

    /** Deletions before one, or the newest, newest first. */
    List<Deletion> before(@Nullable UUID id, int limit) {
        return jdbi.withHandle(handle -> new DeletionTable(handle).before(id, limit));
    }
}
