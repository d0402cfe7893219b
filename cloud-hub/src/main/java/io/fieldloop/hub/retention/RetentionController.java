package io.fieldloop.hub.retention;

import io.fieldloop.hub.devices.RevisionTag;
import io.fieldloop.hub.security.Roles;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** What is kept by policy, for people. */
@Controller("/api/v1/retention")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class RetentionController {
    private final Retention retention;

    RetentionController(Retention retention) {
        this.retention = retention;
    }

    /** The policy in force. */
    @Get
    HttpResponse<StoredPolicy> get() {
        StoredPolicy policy = retention.policy();
        return HttpResponse.ok(policy).header(HttpHeaders.ETAG, new RevisionTag(policy.revision()).toString());
    }

    /** Puts another policy in force, by which is deleted at once; {@code If-Match} says which one it replaces. */
    @Put
    @Secured(Roles.ADMIN)
    HttpResponse<StoredPolicy> put(
            @Body RetentionPolicy policy, @Nullable @Header(HttpHeaders.IF_MATCH) String ifMatch, Principal caller) {
        RetentionPolicy checked = policy.checked();
        long revision = RevisionTag.expected(
                "retention policy", ifMatch, () -> retention.policy().revision());
        retention.replace(checked, revision, caller.getName());
        return get();
    }

    /** What a policy would delete now; nothing is deleted, and the policy is not put in force. */
    @Post("/dry-run")
    @Secured(Roles.OPERATOR)
    Forecast dryRun(@Body RetentionPolicy policy) {
        return retention.forecast(policy.checked());
    }
}
