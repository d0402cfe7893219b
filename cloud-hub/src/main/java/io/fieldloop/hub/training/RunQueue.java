package io.fieldloop.hub.training;

import io.fieldloop.hub.events.LiveEvent;
import io.fieldloop.hub.events.LiveEvents;
import io.fieldloop.hub.security.Audit;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The queue of runs in the database. Thread-safe. */
@Singleton
final class RunQueue {
    /** How often a run is begun before it counts as one that brings the hub down. */
    static final int MAX_ATTEMPTS = 3;

    private static final int LOOKED_AT = 100;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Audit audit;
    private final LiveEvents live;
    private final Semaphore news = new Semaphore(1); // a permit means that there may be something to do

    RunQueue(Jdbi jdbi, InstantSource clock, Audit audit, LiveEvents live) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.audit = audit;
        this.live = live;
    }

    void add(RunRow run, String by) {
        jdbi.useTransaction(transaction -> {
            new RunTable(transaction).insert(run, now());
            audit.record(transaction, by, "run.start", run.id().toString());
        });
        changed(run.id());
        news.release();
    }

    void cancel(UUID id, String by) {
        jdbi.useTransaction(transaction -> {
            new RunTable(transaction).askCancel(id, now());
            audit.record(transaction, by, "run.cancel", id.toString());
        });
        changed(id);
    }

    /** Waits until something may have been added here, or long enough to look what other hubs added. */
    void awaitNews(Duration atMost) throws InterruptedException {
        if (news.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    /**
     * Works on the oldest run that nobody works on.
     *
     * @return whether there was one
     */
    boolean workOnNext(Consumer<RunRow> work) {
        // The lock is the session's, so the handle stays open as long as the work takes.
        try (Handle session = jdbi.open()) {
            var table = new RunTable(session);
            for (UUID id : table.unfinished(LOOKED_AT)) {
                if (table.tryLock(id)) {
                    try {
                        Optional<RunRow> begun = table.begin(id, now());
                        begun.ifPresent(work);
                        return true;
                    } finally {
                        table.unlock(id);
                    }
                }
            }
            return false;
        }
    }

    void advance(UUID id, String step, double progress) {
        boolean isCancelled = jdbi.withHandle(handle -> new RunTable(handle).advance(id, step, progress));
        changed(id);
        if (isCancelled) {
            throw new RunCancelledException();
        }
    }

    void end(UUID id, Consumer<RunTable> how) {
        jdbi.useHandle(handle -> how.accept(new RunTable(handle)));
        changed(id);
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void changed(UUID id) {
        live.publish(new LiveEvent(
                "run",
                id.toString(),
                () -> jdbi.withHandle(
                        handle -> Run.of(new RunTable(handle).find(id).orElseThrow()))));
    }
}
