package io.fieldloop.hub.training;

import io.fieldloop.hub.idempotency.Idempotent;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs, for people. */
@Controller("/api/v1/runs")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class RunController {
    private final Training training;

    RunController(Training training) {
        this.training = training;
    }

    /** All runs, the newest first. */
    @Get
    Page<Run> list(
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        return training.page(limit, cursor);
    }

    /** One run. */
    @Get("/{id}")
    Run one(UUID id) {
        return training.require(id);
    }

    /** Queues a run. */
    @Post
    @Idempotent
    @Secured(Roles.OPERATOR)
    HttpResponse<Run> start(@Body NewRun wanted, Principal caller) {
        RunKind kind = RunKind.of(wanted.kind())
                .orElseThrow(() -> ProblemException.invalid(
                        "/kind", "a run is head-retraining or evaluation, not '%s'".formatted(wanted.kind())));
        long seed = wanted.seed() == null ? 0 : wanted.seed();
        Run run = training.start(kind, wanted.subject(kind), wanted.snapshotId(), seed, caller.getName());
        return HttpResponse.accepted().<Run>body(run).header(HttpHeaders.LOCATION, "/api/v1/runs/" + run.id());
    }

    /** Asks for a run's cancellation. */
    @Post("/{id}/cancel")
    @Secured(Roles.OPERATOR)
    Run cancel(UUID id, Principal caller) {
        return training.cancel(id, caller.getName());
    }

    /**
     * A run that is wanted.
     *
     * @param baseVersion of a retraining
     * @param version of an evaluation
     * @param snapshot its id
     * @param seed null for 0
     */
    @Serdeable
    record NewRun(
            String kind,
            String model,
            @Nullable Integer baseVersion,
            @Nullable Integer version,
            String snapshot,
            @Nullable Long seed) {
        ModelRef subject(RunKind kind) {
            return switch (kind) {
                case HEAD_RETRAINING -> ref("/baseVersion", baseVersion);
                case EVALUATION -> ref("/version", version);
            };
        }

        private ModelRef ref(String pointer, @Nullable Integer number) {
            if (number == null) {
                throw ProblemException.invalid(pointer, "say which version");
            }
            try {
                return ModelRef.of(model, number);
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalid(pointer, String.valueOf(e.getMessage()));
            }
        }

        Sha256 snapshotId() {
            try {
                return new Sha256(snapshot);
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalid("/snapshot", String.valueOf(e.getMessage()));
            }
        }
    }
}
