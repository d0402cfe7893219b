package io.fieldloop.hub.registry;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.blob.ContentTooLargeException;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.Sha256;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.io.InputStream;

/** Takes files of any kind, by content. */
@Controller("/api/v1/blobs")
@Secured(Roles.OPERATOR)
@ExecuteOn(TaskExecutors.BLOCKING)
class BlobController {
    static final long MAX_SIZE_BYTES = 512L << 20;

    private final BlobStore blobs;

    BlobController(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** Stores a file; storing it again changes nothing. */
    @Post
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    HttpResponse<Uploaded> upload(@Body InputStream content) throws IOException {
        try {
            Sha256 name = blobs.put(content, MAX_SIZE_BYTES);
            return HttpResponse.created(
                    new Uploaded(name.hex(), blobs.size(name).orElseThrow()));
        } catch (ContentTooLargeException e) {
            throw ProblemException.tooLarge("a blob", e.limitBytes());
        }
    }

    /** What was stored. */
    @Serdeable
    record Uploaded(String sha256, long sizeBytes) {}
}
