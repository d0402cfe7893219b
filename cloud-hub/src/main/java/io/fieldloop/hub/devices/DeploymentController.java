package io.fieldloop.hub.devices;

import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.DeviceId;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** What devices do with the packages that they are offered, for people. */
@Controller("/api/v1/devices/{id}/deployments")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class DeploymentController {
    private final Deployments deployments;

    DeploymentController(Deployments deployments) {
        this.deployments = deployments;
    }

    /** The deployments of a device, of the newest rollout first. */
    @Get
    Page<Deployment> list(
            DeviceId id,
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        return Page.of(deployments.list(id, Cursor.idOf(cursor), limit + 1), limit, d -> Cursor.of(d.rolloutId()));
    }
}
