package io.fieldloop.hub.ingest;

import io.fieldloop.hub.ingest.Quarantine.Entry;
import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.security.Roles;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Messages of no use, for people. */
@Controller("/api/v1/quarantine")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class QuarantineController {
    private final Quarantine quarantine;

    QuarantineController(Quarantine quarantine) {
        this.quarantine = quarantine;
    }

    /** The messages, newest first. */
    @Get
    Page<Entry> list(
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        return Page.of(quarantine.before(Cursor.idOf(cursor), limit + 1), limit, e -> Cursor.of(e.id()));
    }
}
