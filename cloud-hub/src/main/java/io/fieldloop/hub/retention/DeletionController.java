package io.fieldloop.hub.retention;

import io.fieldloop.hub.idempotency.Idempotent;
import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.security.Roles;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was deleted, by policy or because somebody asked for it, for people. */
@Controller("/api/v1/deletions")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class DeletionController {
    private final Deletions deletions;

    DeletionController(Deletions deletions) {
        this.deletions = deletions;
    }

    /** The deletions, newest first. */
    @Get
    Page<Deletion> list(
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        return Page.of(deletions.before(Cursor.idOf(cursor), limit + 1), limit, d -> Cursor.of(d.id()));
    }

    /** One deletion, with what it has deleted by now. */
    @Get("/{id}")
    Deletion get(UUID id) {
        return deletions.require(id);
    }

    /** What a request would delete now, and what it cannot delete; nothing is deleted. */
    @Post("/dry-run")
    @Secured(Roles.OPERATOR)
    DeletionForecast dryRun(@Body DeletionRequest request) {
        return deletions.forecast(request);
    }

    /** Deletes samples with their labels and media, for good. It is begun at once, and goes on if the hub is restarted. */
    @Post
    @Idempotent
    @Secured(Roles.ADMIN)
    HttpResponse<Deletion> ask(@Body DeletionRequest request, Principal caller) {
        return HttpResponse.created(deletions.ask(request, caller.getName()));
    }
}
