package io.fieldloop.hub.samples;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.Sha256;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The samples, for people. */
@Controller("/api/v1/samples")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class SampleController {
    /** What a browser may show as it is; what else a device sends is only ever saved. */
    private static final Set<String> SHOWN = Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp");

    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private final Samples samples;
    private final BlobStore blobs;

    SampleController(Samples samples, BlobStore blobs) {
        this.samples = samples;
        this.blobs = blobs;
    }

    /** The samples that match, newest first. */
    @Get
    Page<Sample> list(
            @RequestBean @Valid SampleQuery query,
            @QueryValue(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Nullable @QueryValue String cursor) {
        return Page.of(samples.list(query, Cursor.idOf(cursor), limit + 1), limit, s -> Cursor.of(s.id()));
    }

    /** One sample. */
    @Get("/{id}")
    Sample get(UUID id) {
        return samples.require(id);
    }

    /** The input itself; it never changes. */
    @Get("/{id}/media")
    HttpResponse<?> media(UUID id, @Nullable @Header(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) throws IOException {
        Sample sample = samples.require(id);
        String tag = "\"" + sample.media() + "\"";
        if (tag.equals(ifNoneMatch)) {
            return HttpResponse.notModified().header(HttpHeaders.ETAG, tag).header(HttpHeaders.CACHE_CONTROL, FOR_EVER);
        }
        boolean shown = SHOWN.contains(sample.mediaType());
        MediaType type = shown ? MediaType.of(sample.mediaType()) : MediaType.APPLICATION_OCTET_STREAM_TYPE;
        var file = new StreamedFile(blobs.open(new Sha256(sample.media())), type, 0, sample.sizeBytes());
        return HttpResponse.ok(shown ? file : file.attach(sample.id().toString()))
                .header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
                .header("Content-Security-Policy", "sandbox; default-src 'none'");
    }
}
