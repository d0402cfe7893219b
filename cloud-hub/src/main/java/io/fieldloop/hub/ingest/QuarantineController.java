package io.fieldloop.hub.ingest;

import io.fieldloop.hub.ingest.Quarantine.Entry;
import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.security.Roles;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.ByteArrayInputStream;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages of no use, for people. */
@Controller("/api/v1/quarantine")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class QuarantineController {
    private final Quarantine quarantine;
    private final Readmission readmission;

    QuarantineController(Quarantine quarantine, Readmission readmission) {
        this.quarantine = quarantine;
        this.readmission = readmission;
    }

    /** The messages, newest first. */
    @Get
    Page<Entry> list(
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        return Page.of(quarantine.before(Cursor.idOf(cursor), limit + 1), limit, e -> Cursor.of(e.id()));
    }

    /** One message, without its bytes. */
    @Get("/{id}")
    Entry one(UUID id) {
        return quarantine.require(id);
    }

    /** The bytes of a message as they came, at most the first MiB of them. */
    @Get("/{id}/payload")
    @Secured(Roles.OPERATOR)
    HttpResponse<StreamedFile> payload(UUID id) {
        byte[] payload = quarantine.message(id).payload();
        var file = new StreamedFile(new ByteArrayInputStream(payload), MediaType.APPLICATION_OCTET_STREAM_TYPE);
        return HttpResponse.ok(file.attach(id + ".cbor"));
    }

    /** Takes a message in once more: stores its samples and gives their device a receipt, or says why it is still of no use. */
    @Post("/{id}/retry")
    @Secured(Roles.OPERATOR)
    HttpResponse<?> retry(UUID id, Principal caller) {
        readmission.retry(id, caller.getName());
        return HttpResponse.noContent();
    }

    /** Throws a message away. */
    @Delete("/{id}")
    @Secured(Roles.OPERATOR)
    HttpResponse<?> discard(UUID id, Principal caller) {
        quarantine.discard(id, caller.getName());
        return HttpResponse.noContent();
    }
}
