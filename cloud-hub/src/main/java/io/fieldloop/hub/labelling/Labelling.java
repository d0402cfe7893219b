package io.fieldloop.hub.labelling;

import io.fieldloop.hub.events.LiveEvent;
import io.fieldloop.hub.events.LiveEvents;
import io.fieldloop.hub.labelling.TaskTable.Settled;
import io.fieldloop.hub.labelling.TaskTable.TaskRow;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.registry.Brief;
import io.fieldloop.hub.registry.Registry;
import io.fieldloop.hub.security.Audit;
import io.fieldloop.protocol.ModelName;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Hands tasks out and takes labels in. Thread-safe, also against other hubs on the same database. */
@Singleton
public final class Labelling {
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final int MAX_REASON = 500;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Registry registry;
    private final Guides guides;
    private final Audit audit;
    private final LiveEvents live;

    Labelling(Jdbi jdbi, InstantSource clock, Registry registry, Guides guides, Audit audit, LiveEvents live) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.registry = registry;
        this.guides = guides;
        this.audit = audit;
        this.live = live;
    }

    /**
     * Leases tasks that nobody has, the most valuable first.
     *
     * @return at most {@code count}, and fewer only if there are no more
     * @throws ProblemException if there is no such model
     */
    Lease claim(ModelName model, int count, String by) {
        registry.brief(model);
        Instant now = now();
        Instant until = now.plus(LEASE);
        List<UUID> tasks =
                jdbi.inTransaction(transaction -> new TaskTable(transaction).claim(model, count, by, now, until));
        changed(model);
        return new Lease(tasks, until);
    }

    /**
     * Labels a task. The one who labelled it may change the label; the same label again changes nothing.
     *
     * @throws ProblemException if there is no such task, the class is not of the brief, the guide has no such version, or
     *     somebody else has or settled the task
     */
    void label(UUID id, String className, int guideVersion, String by) {
        ModelName model = jdbi.inTransaction(transaction -> {
            var table = new TaskTable(transaction);
            TaskRow task = require(table, id);
            requireClass(task.model(), className);
            guides.requireVersion(transaction, task.model(), guideVersion);
            requireFreeFor(task, by);
            var wanted = new Settled(by, Optional.of(className), Optional.of(guideVersion));
            if (!task.settled().equals(Optional.of(wanted))) {
                table.label(id, className, guideVersion, by, now());
                audit.record(transaction, by, "task.label", id + " as " + className);
            }
            return task.model();
        });
        changed(model);
    }

    /**
     * Skips a task that cannot be labelled.
     *
     * @throws ProblemException if there is no such task, the reason is missing, or somebody else has or settled the task
     */
    void skip(UUID id, String reason, String by) {
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw ProblemException.invalid("/reason", "say in 1 to %d characters why".formatted(MAX_REASON));
        }
        ModelName model = jdbi.inTransaction(transaction -> {
            var table = new TaskTable(transaction);
            TaskRow task = require(table, id);
            requireFreeFor(task, by);
            boolean isSkipped =
                    task.settled().filter(s -> s.className().isEmpty()).isPresent();
            if (!isSkipped) {
                table.skip(id, reason, by, now());
                audit.record(transaction, by, "task.skip", id.toString());
            }
            return task.model();
        });
        changed(model);
    }

    /**
     * Takes back what the caller said of a task, which is then claimed by the caller; a task that is open stays so.
     *
     * @throws ProblemException if there is no such task, or somebody else has or settled it
     */
    void undo(UUID id, String by) {
        ModelName model = jdbi.inTransaction(transaction -> {
            var table = new TaskTable(transaction);
            TaskRow task = require(table, id);
            requireFreeFor(task, by);
            if (task.settled().isPresent()) {
                Instant now = now();
                table.undo(id, by, now, now.plus(LEASE));
                audit.record(transaction, by, "task.undo", id.toString());
            }
            return task.model();
        });
        changed(model);
    }

    /**
     * How many tasks of a model are where.
     *
     * @throws ProblemException if there is no such model
     */
    TaskSummary summary(ModelName model) {
        registry.brief(model);
        return jdbi.withHandle(handle -> new TaskTable(handle).summary(model, now()));
    }

    private static TaskRow require(TaskTable table, UUID id) {
        return table.lock(id).orElseThrow(() -> ProblemException.notFound("task", id));
    }

    private void requireClass(ModelName model, String className) {
        Brief brief = registry.brief(model);
        if (!brief.labels().contains(className)) {
            throw ProblemException.invalid(
                    "/class",
                    "'%s' is no class of model %s; its classes are %s"
                            .formatted(className, model, String.join(", ", brief.labels())));
        }
    }

    private void requireFreeFor(TaskRow task, String by) {
        task.settled().filter(settled -> !settled.by().equals(by)).ifPresent(settled -> {
            throw ProblemException.conflict(settled.className()
                    .map(c -> "%s has labelled this task as '%s' meanwhile".formatted(settled.by(), c))
                    .orElse("%s has skipped this task meanwhile".formatted(settled.by())));
        });
        task.claim()
                .filter(claim -> !claim.by().equals(by) && claim.until().isAfter(now()))
                .ifPresent(claim -> {
                    throw ProblemException.conflict(
                            "%s has claimed this task until %s".formatted(claim.by(), claim.until()));
                });
    }

    private void changed(ModelName model) {
        live.publish(new LiveEvent("labelling", model.value(), () -> {
            TaskSummary summary = summary(model);
            return new Progress(model.value(), summary.open() + summary.claimed(), summary.labelled());
        }));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Tasks that somebody has until then, the most valuable first. */
    record Lease(List<UUID> tasks, Instant until) {}

    /**
     * How far the labelling of a model is, as a live event tells it.
     *
     * @param open claimed ones included
     */
    @Serdeable
    record Progress(String model, long open, long labelled) {}
}
