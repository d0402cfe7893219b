package io.fieldloop.hub.samples;

import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.security.Roles;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The samples, for people. */
@Controller("/api/v1/samples")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class SampleController {
    private final Samples samples;

    SampleController(Samples samples) {
        this.samples = samples;
    }

    /** The samples that match, newest first. */
    @Get
    Page<Sample> list(
            @RequestBean @Valid SampleQuery query,
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor)
            throws IOException {
        return Page.of(samples.list(query, Cursor.idOf(cursor), limit + 1), limit, s -> Cursor.of(s.id()));
    }

    /** One sample. */
    @Get("/{id}")
    Sample get(UUID id) {
        return samples.require(id);
    }
}
