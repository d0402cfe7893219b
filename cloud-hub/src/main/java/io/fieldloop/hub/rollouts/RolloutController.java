package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.idempotency.Idempotent;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.RolloutId;
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
import java.net.URI;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rollouts, for people. */
@Controller("/api/v1/rollouts")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class RolloutController {
    private final Rollouts rollouts;
    private final RolloutViews views;

    RolloutController(Rollouts rollouts, RolloutViews views) {
        this.rollouts = rollouts;
        this.views = views;
    }

    /** All rollouts, the newest first. */
    @Get
    Page<Rollout> list(
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        return views.page(limit, cursor);
    }

    /** One rollout, with all its devices and what happened. */
    @Get("/{id}")
    Rollout one(UUID id) {
        return views.one(new RolloutId(id));
    }

    /** Starts a rollout. */
    @Post
    @Idempotent
    @Secured(Roles.OPERATOR)
    HttpResponse<Rollout> start(@Body NewRollout wanted, Principal caller) {
        RolloutId id = rollouts.start(wanted, caller.getName());
        return HttpResponse.created(views.one(id), URI.create("/api/v1/rollouts/" + id));
    }

    /** Holds the next wave back; offers already made stay. */
    @Post("/{id}/pause")
    @Secured(Roles.OPERATOR)
    Rollout pause(UUID id, Principal caller) {
        return ask(id, Command.PAUSE, caller);
    }

    /** Lets a paused rollout go on. */
    @Post("/{id}/resume")
    @Secured(Roles.OPERATOR)
    Rollout resume(UUID id, Principal caller) {
        return ask(id, Command.RESUME, caller);
    }

    /** Offers the version again to the devices that rejected it. */
    @Post("/{id}/retry")
    @Secured(Roles.OPERATOR)
    Rollout retry(UUID id, Principal caller) {
        return ask(id, Command.RETRY, caller);
    }

    /** Ends a rollout and withdraws what does not serve yet. */
    @Post("/{id}/cancel")
    @Secured(Roles.OPERATOR)
    Rollout cancel(UUID id, Principal caller) {
        return ask(id, Command.CANCEL, caller);
    }

    private Rollout ask(UUID id, Command command, Principal caller) {
        rollouts.ask(new RolloutId(id), command, caller.getName());
        return views.one(new RolloutId(id));
    }
}
